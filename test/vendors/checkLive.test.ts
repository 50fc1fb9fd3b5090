import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../gateway/environment.ts';
import { systemSettings } from '../../gateway/systemSettings.ts';
import { askVendors } from '../../subgraphs/index.ts';
import { runSluice } from '../harness/spawnSluice.ts';
import { startSmtpServer } from '../systems/smtpServer.ts';
import { hubspotVariables, slackVariables, stripeVariables, zendeskVariables } from './backends.ts';
import { startHubspot } from './hubspot/hubspotEmulator.ts';
import { startSlack } from './slack/slackEmulator.ts';
import { startStripeEmulator } from './stripe/stripeEmulator.ts';
import { startZendesk } from './zendesk/zendeskEmulator.ts';

/** What `npm run check -- --live` asks, without the rest of the check. */
async function check(system: string, variables: Readonly<Record<string, string>>) {
  const settings = systemSettings(readEnvironment({ ...variables, VENDOR_TIMEOUT_SECONDS: '0.3' }));
  return (await askVendors([system], settings, AbortSignal.timeout(20_000))).get(system);
}

describe('npm run check -- --live', { timeout: 120_000 }, () => {
  it('asks each vendor that is configured once, and passes when all of them answer', async () => {
    await using stripe = await startStripeEmulator();
    await using hubspot = await startHubspot();
    await using zendesk = await startZendesk();
    await using slack = await startSlack();
    await using smtp = await startSmtpServer({ password: 'right' });
    const variables = {
      ...stripeVariables(stripe),
      ...hubspotVariables(hubspot),
      ...zendeskVariables(zendesk),
      ...slackVariables(slack),
      MESSAGING_BACKEND: 'slack,smtp',
      SMTP_URL: `${smtp.url.replace('smtp://', 'smtp://shop%40example.com:right@')}`,
    };
    const { code, stdout } = await runSluice({ args: ['check', '--live'], variables });
    expect(stdout).toContain('payments: Stripe answers, in test mode.');
    expect(stdout).toMatch(/crm: HubSpot answers for the account \d+, and the token has the scopes\./);
    expect(stdout).toContain("support: Zendesk answers, and the token is an agent's.");
    expect(stdout).toContain('messaging: The SMTP server answers; e-mail goes out as shop@example.com.');
    expect(stdout).toContain('Slack answers for the workspace Sluice, and the token has the scopes.');
    expect(code).toBe(0);
    for (const vendor of [stripe, hubspot, zendesk, slack]) expect(vendor.takeRequests()).toHaveLength(1);
    expect(smtp.received).toEqual([]);
  });

  it('fails when one does not, with what is wrong and without the key', async () => {
    await using hubspot = await startHubspot();
    const variables = { ...hubspotVariables(hubspot), HUBSPOT_ACCESS_TOKEN: 'pat-wrong-token' };
    const { code, stdout, stderr } = await runSluice({ args: ['check', '--live'], variables });
    expect(code).toBe(1);
    expect(stdout).toContain('crm: HubSpot refuses HUBSPOT_ACCESS_TOKEN (401)');
    expect(stdout + stderr).not.toContain('pat-wrong-token');
  });

  it('tells a key that is refused', async () => {
    await using zendesk = await startZendesk();
    await using slack = await startSlack();
    await using smtp = await startSmtpServer({ password: 'right' });
    const smtpUrl = smtp.url.replace('smtp://', 'smtp://shop:wrong-secret@');
    await using stripe = await startStripeEmulator();
    const asked = [
      await check('payments', { ...stripeVariables(stripe), STRIPE_API_KEY: 'sk_test_wrong_secret' }),
      await check('support', { ...zendeskVariables(zendesk), ZENDESK_API_TOKEN: 'wrong-secret' }),
      await check('messaging', { ...slackVariables(slack), SLACK_BOT_TOKEN: 'xoxb-wrong-secret' }),
      await check('messaging', { SMTP_URL: smtpUrl }),
    ];
    expect(asked.map((answer) => answer?.text)).toEqual([
      expect.stringContaining('Stripe refuses STRIPE_API_KEY (401)'),
      expect.stringContaining('Zendesk refuses ZENDESK_API_TOKEN (401)'),
      expect.stringContaining('Slack refuses SLACK_BOT_TOKEN (invalid_auth)'),
      expect.stringContaining('The SMTP server refuses SMTP_URL (EAUTH'),
    ]);
    for (const answer of asked) {
      expect(answer?.answers).toBe(false);
      expect(answer?.text).not.toMatch(/wrong.secret/);
    }
  });

  it('tells the scopes that a token lacks', async () => {
    await using hubspot = await startHubspot({ scopes: ['crm.objects.contacts.read', 'crm.objects.owners.read'] });
    await using slack = await startSlack({ scopes: ['chat:write'] });
    expect(await check('crm', hubspotVariables(hubspot))).toEqual({
      answers: false,
      text: expect.stringContaining(
        'lacks scopes that are needed: crm.objects.contacts.write, crm.schemas.contacts.read, crm.schemas.contacts.write',
      ),
    });
    expect(await check('messaging', slackVariables(slack))).toEqual({
      answers: false,
      text: expect.stringContaining('lacks scopes that are needed: channels:read, groups:read, channels:history'),
    });
  });

  it('tells a vendor that cannot be reached', async () => {
    await using stripe = await startStripeEmulator();
    await using hubspot = await startHubspot();
    await using zendesk = await startZendesk();
    await using slack = await startSlack();
    for (const vendor of [stripe, hubspot, zendesk, slack]) vendor.setDown(true);
    const asked = await Promise.all([
      check('payments', stripeVariables(stripe)),
      check('crm', hubspotVariables(hubspot)),
      check('support', zendeskVariables(zendesk)),
      check('messaging', slackVariables(slack)),
      check('messaging', { SMTP_URL: 'smtp://127.0.0.1:1' }),
    ]);
    for (const answer of asked) expect(answer?.answers).toBe(false);
    expect(asked.map((answer) => answer?.text)).toEqual([
      expect.stringMatching(/Stripe.*Is STRIPE_API_BASE right/),
      expect.stringMatching(/HubSpot.*Is HUBSPOT_API_BASE right/),
      expect.stringMatching(/Zendesk.*Is ZENDESK_API_BASE right/),
      expect.stringMatching(/Slack.*Is SLACK_API_BASE right/),
      expect.stringContaining('the SMTP server at SMTP_URL cannot be used (ESOCKET CONN)'),
    ]);
  });
});
