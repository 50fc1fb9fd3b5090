import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CauseTokens } from '../../gateway/changes/causeTokens.ts';

const tokens = new CauseTokens('a key of the log');

describe('The token that tells a subgraph server the cause of a mutation', () => {
  it('is read as it was written, whatever the names are', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.integer({ min: 1, max: 1000 }), (flow, runId, hops) => {
        const token = tokens.write({ flow, runId, hops }, 'crm');
        expect(token).toMatch(/^[\w.-]+$/);
        expect(tokens.read(token, 'crm')).toEqual({ flow, runId, hops });
      }),
    );
  });

  it('says nothing to another subgraph, or by another key', () => {
    const token = tokens.write({ flow: 'Lengthen', runId: 'run_1', hops: 1 }, 'crm');
    expect(tokens.read(token, 'support')).toBeUndefined();
    expect(new CauseTokens('another key').read(token, 'crm')).toBeUndefined();
  });

  it('cannot be altered or made up', () => {
    const [body = '', signature = ''] = tokens.write({ flow: 'Lengthen', runId: 'run_1', hops: 1 }, 'crm').split('.');
    const raised = Buffer.from(JSON.stringify({ flow: 'Lengthen', runId: 'run_1', hops: 99 })).toString('base64url');
    for (const forged of [`${raised}.${signature}`, `${body}.`, body, '', '.', `${body}.${signature.slice(1)}`]) {
      expect(tokens.read(forged, 'crm')).toBeUndefined();
    }
    fc.assert(fc.property(fc.string(), (forged) => tokens.read(forged, 'crm') === undefined));
  });
});
