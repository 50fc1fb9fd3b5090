import { defineRecordType } from '../changes/recordType.ts';
import type { FlowRunRecord } from './flows.ts';

/**
 * Runs of flows in the change log: that one waits to be begun or tried again, has succeeded, or is a dead letter. That a
 * process took it up is not told.
 */
export const flowRunType = defineRecordType<FlowRunRecord, 'FlowRun'>({
  system: 'integration',
  name: 'FlowRun',
  fields: ['status', 'failures', 'failure'],
});
