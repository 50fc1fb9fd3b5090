import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engines } from '../harness/engines.ts';
import { startSluice } from '../harness/startSluice.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { slackVariables } from '../vendors/backends.ts';
import { startSlack } from '../vendors/slack/slackEmulator.ts';
import { startSmtpServer } from './smtpServer.ts';

const FLOW = `subscription Greet @flow(scopes: ["messaging:write"]) {
  contactChanged(changed: [EMAIL]) { contact { email @export(as: "email") } }
}
mutation Tell($text: String! @template(text: "New: {email}")) {
  sendMessage(input: { channel: SLACK, to: "#sales", text: $text }) { message { id } }
}
mutation Welcome($email: String!, $text: String! @template(text: "Welcome {email}")) {
  sendMessage(input: { channel: EMAIL, to: $email, subject: "Welcome", text: $text }) { message { id } }
}`;

const ADDRESSES = Array.from({ length: 9 }, (_, n) => `reader${n}@example.com`);

describe.each(engines)('Messages of flows, when Slack and the SMTP server misbehave, on $name', (engine) => {
  it('arrive once each; of an e-mail whose last reply is lost, it is said that nobody knows', async () => {
    await using slack = await startSlack({ messagesPerTenSeconds: 1_000 });
    const isPost = ({ path }: { path: string }) => path.endsWith('/chat.postMessage');
    slack.faults.order({ fault: 'throttled', when: isPost, every: 3 });
    slack.faults.order({ fault: 'failsAfterEffect', when: isPost, every: 4 });
    slack.faults.order({ fault: 'hangsAfterEffect', when: isPost, every: 5 });
    slack.faults.order({ fault: 'failsBeforeEffect', when: ({ path }) => path.endsWith('.history'), every: 2 });
    // Each message's content that the server has taken over, whether it could say so or not.
    const answers = { accepted: 0, lost: 0 };
    await using smtp = await startSmtpServer({
      recipient: (nth) => (nth % 3 === 0 ? 451 : undefined),
      data(nth) {
        if (nth % 4 === 0) return 452;
        if (nth % 5 === 0) answers.lost += 1;
        else answers.accepted += 1;
        return nth % 5 === 0 ? 'cut' : undefined;
      },
    });
    await using folder = await temporaryFolder();
    const flows = join(folder.path, 'flows');
    await mkdir(flows);
    await writeFile(join(flows, 'greet.graphql'), FLOW);
    const variables = {
      ...slackVariables(slack),
      MESSAGING_BACKEND: 'slack,smtp',
      SMTP_URL: smtp.url,
      VENDOR_TIMEOUT_SECONDS: '1',
      VENDOR_DEADLINE_SECONDS: '2',
    };
    await using sluice = await startSluice({ engine, flows, variables });
    for (const email of ADDRESSES) {
      await sluice.ask('mutation ($input: CreateContactInput!) { createContact(input: $input) { contact { id } } }', {
        input: { email },
      });
    }

    const messages = async () => {
      const { data } = await sluice.ask('{ messages(first: 100) { nodes { channel status failureCode text } } }');
      return data.messages.nodes as { channel: string; status: string; failureCode: string | null; text: string }[];
    };
    const settled = async () => (await messages()).filter(({ status }) => status !== 'QUEUED').length;
    await expect.poll(settled, { timeout: 90_000, interval: 500 }).toBe(2 * ADDRESSES.length);

    const posts = slack.workspace.channel('sales').messages.map(({ text }) => text);
    expect(posts.toSorted()).toEqual(ADDRESSES.map((email) => `New: ${email}`));
    const told = await messages();
    const countOf = (wanted: object) =>
      told.filter((message) => Object.entries(wanted).every(([name, value]) => message[name as 'text'] === value))
        .length;
    expect(countOf({ channel: 'SLACK', status: 'SENT' })).toBe(ADDRESSES.length);
    expect(answers.lost).toBeGreaterThan(0);
    expect(countOf({ channel: 'EMAIL', status: 'FAILED', failureCode: 'OUTCOME_UNKNOWN' })).toBe(answers.lost);
    expect(countOf({ channel: 'EMAIL', status: 'SENT' })).toBe(answers.accepted);
    expect(answers.accepted + answers.lost).toBe(ADDRESSES.length);
  }, 120_000);
});
