import { BlockList, isIP, isIPv6 } from 'node:net'

export interface AddressList {
  has(address: string): boolean
}

/**
 * Addresses and CIDR ranges of both families.
 * @throws TypeError naming the entry that is neither
 */
export function createAddressList(entries: readonly string[]): AddressList {
  const list = new BlockList()
  for (const entry of entries) addEntry(list, entry)
  return {
    has: (address) => isIP(address) !== 0 && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'),
  }
}

function addEntry(list: BlockList, entry: string): void {
  const [network = '', prefix] = entry.split('/')
  const family = isIPv6(network) ? 'ipv6' : 'ipv4'
  const bits = prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix)
  if (isIP(network) === 0 || !/^\d*$/.test(prefix ?? '') || bits > (family === 'ipv6' ? 128 : 32))
    throw new TypeError(`${entry} is not an address or a CIDR range`)
  list.addSubnet(network, bits, family)
}

/** IPv4 out of its IPv6 mapping (RFC 4291, 2.5.5.2), no brackets, port or zone; empty when it is no address. */
export function normalizeAddress(text: string): string {
  const bare = text
    .trim()
    .replace(/^\[([^\]]*)\](?::\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
  return isIP(bare) ? bare : ''
}

/** An IPv6 subscriber holds a whole /64 (RFC 6177), so its addresses share one budget. */
export function addressGroup(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.toLowerCase().split('::')
  const left = head.split(':').filter(Boolean)
  const right = (tail ?? '').split(':').filter(Boolean)
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  const groups = [...left, ...zeros, ...right].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''))
  return `${groups.join(':')}::/64`
}
