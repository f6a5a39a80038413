import { describe, expect, it } from 'vitest'
import { addressGroup, createAddressList, normalizeAddress } from '../../../server/http/address.ts'

describe('addresses', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['::FFFF:10.1.2.3', '10.1.2.3'],
    [' 192.0.2.1:8080 ', '192.0.2.1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['unknown', ''],
    ['', ''],
    ['1.2.3', ''],
    ['1.2.3.4, 5.6.7.8', ''],
    ["'; drop table", ''],
  ])('reads %s as %s', (text, address) => expect(normalizeAddress(text)).toBe(address))

  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff::', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['2001:DB8::', '2001:db8:0:0::/64'],
    ['', ''],
  ])('counts %s as %s', (address, group) => expect(addressGroup(address)).toBe(group))

  it('knows addresses and ranges of both families', () => {
    const list = createAddressList(['10.0.0.0/8', '192.0.2.7', '2001:db8::/32', '::1'])
    for (const inside of ['10.9.8.7', '192.0.2.7', '2001:db8:ffff::1', '::1'])
      expect(list.has(inside)).toBe(true)
    for (const outside of ['11.0.0.1', '192.0.2.8', '2001:db9::1', '', 'x'])
      expect(list.has(outside)).toBe(false)
  })

  it.each(['10.0.0.0/33', 'proxy.local', '10.0.0', '::1/129', '10.0.0.0/x'])('refuses %s', (entry) => {
    expect(() => createAddressList([entry])).toThrow(TypeError)
  })
})
