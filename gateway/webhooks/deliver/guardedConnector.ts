import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { buildConnector } from 'undici';
import { type AllowedPrivateAddresses, addressOfHost, isAllowedAddress } from '../../../subgraphs/kit/addressPolicy.ts';

/** The address that a URL names, or that its host resolves to, is not one that others may have us call. */
export class AddressRefusedError extends Error {}

type LookupDone = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/**
 * Connects to allowed addresses only. A name is judged by what it resolves to for this very connection, so that a name
 * which is public when it is looked at and private when it is called (DNS rebinding) gets nowhere.
 */
export function guardedConnector(allowed: AllowedPrivateAddresses): buildConnector.connector {
  const connect = buildConnector({ lookup: guardedLookup(allowed) });
  return (options, callback) => {
    // Node asks no lookup for what is an address already.
    const address = addressOfHost(options.hostname);
    if (address !== undefined && !isAllowedAddress(address, allowed)) {
      callback(new AddressRefusedError(`${address} is no public address`), null);
      return;
    }
    connect(options, callback);
  };
}

function guardedLookup(allowed: AllowedPrivateAddresses) {
  return (hostname: string, options: LookupOptions, done: LookupDone): void => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, []);
      const usable = addresses.filter(({ address }) => isAllowedAddress(address, allowed));
      const [first] = usable;
      if (!first) {
        const found = addresses.map(({ address }) => address).join(', ');
        return done(new AddressRefusedError(`${hostname} is ${found}, which is no public address`), []);
      }
      return options.all ? done(null, usable) : done(null, first.address, first.family);
    });
  };
}
