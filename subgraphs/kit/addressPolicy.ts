import ipaddr from 'ipaddr.js';

/** Which addresses that are not public may be called: all, none, or those of some networks. */
export type AllowedPrivateAddresses = boolean | readonly Network[];

/** A network as `10.0.0.0/8` writes it. */
export type Network = ReturnType<typeof ipaddr.parseCIDR>;

/** The only unicast addresses of IPv6 that are routed: https://www.iana.org/assignments/ipv6-address-space */
const ROUTED_IPV6 = ipaddr.parseCIDR('2000::/3');

/**
 * Reads `true`, `false`, or networks separated by commas, such as `10.0.0.0/8,fd00::/8`.
 *
 * @throws Error when it is none of these
 */
export function parseAllowedPrivateAddresses(text: string): AllowedPrivateAddresses {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.split(',').map((network) => ipaddr.parseCIDR(network.trim()));
}

/**
 * Whether others may have us call this IP address: a public one, or one that is allowed. Loopback, private, link-local
 * (where clouds keep their credentials), shared, multicast, reserved and translated addresses are not public; an IPv4
 * address in the clothes of IPv6 is judged as what it is.
 *
 * @throws Error when the text is no IP address
 */
export function isAllowedAddress(address: string, allowed: AllowedPrivateAddresses): boolean {
  if (allowed === true) return true;
  const parsed = ipaddr.process(address);
  if (parsed.range() === 'unicast' && (parsed.kind() === 'ipv4' || parsed.match(ROUTED_IPV6))) return true;
  return (
    allowed !== false &&
    allowed.some((network) => parsed.kind() === network[0].kind() && parsed.match(network as [ipaddr.IPv4, number]))
  );
}

/** The IP address that the host of a URL is, without an IPv6 address's brackets; undefined for a name. */
export function addressOfHost(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return ipaddr.isValid(bare) ? bare : undefined;
}
