import { notSupported } from '../kit/vendor/notSupported.ts';
import type { HubspotClient } from './hubspotClient.ts';

const KEPT_MS = 300_000;
/** An id that is not known is no reason to ask more often than this. */
const ASKED_AGAIN_AFTER_MS = 10_000;

/** The users of HubSpot whom contacts may be assigned to. They change seldom, and are kept for a few minutes. */
export class HubspotOwners {
  readonly #client: HubspotClient;
  #read: { readonly at: number; readonly emails: Promise<ReadonlyMap<string, string>> } | undefined;

  constructor(client: HubspotClient) {
    this.#client = client;
  }

  /** Addresses by id, at least as fresh as the ids need: a new one is asked for. */
  async emails(ids: readonly (string | null | undefined)[] = []): Promise<ReadonlyMap<string, string>> {
    const known = await this.#emails(KEPT_MS);
    const isKnown = ids.every((id) => id == null || id === '' || known.has(id));
    return isKnown ? known : this.#emails(ASKED_AGAIN_AFTER_MS);
  }

  /** The id of the user with the address. @throws SluiceError `NOT_SUPPORTED_BY_BACKEND` when there is none */
  async require(field: string, email: string): Promise<string> {
    for (const keptMs of [KEPT_MS, 0]) {
      const entry = [...(await this.#emails(keptMs))].find(([, address]) => address === email);
      if (entry) return entry[0];
    }
    throw notSupported(field, `HubSpot has no user with the address ${email} who could own a contact.`);
  }

  async #emails(keptMs: number): Promise<ReadonlyMap<string, string>> {
    if (!this.#read || Date.now() - this.#read.at > keptMs) {
      const read = {
        at: Date.now(),
        emails: this.#client
          .owners()
          .then((owners) => new Map(owners.flatMap(({ id, email }) => (email ? [[id, email.toLowerCase()]] : [])))),
      };
      this.#read = read;
      read.emails.catch(() => {
        if (this.#read === read) this.#read = undefined;
      });
    }
    return this.#read.emails;
  }
}
