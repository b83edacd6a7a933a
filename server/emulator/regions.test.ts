import { expect, it } from 'vitest'
import { formatIpv4, parseIpv4, parseIpv4Block } from './ipv4.ts'
import { regionFromHost } from './regions.ts'

it.each([
  ['ccr.gz.baidubce.com', 'gz'],
  ['CCR.HKG.baidubce.com:443', 'hkg'],
  ['bcc.su.localhost:4010', 'su'],
  ['bj:4010', 'bj'],
  ['ccr.gz.127.0.0.1.nip.io', 'gz'],
  ['127.0.0.1:4010', null],
  ['localhost', null],
  ['bjx.example.com', null],
  ['', null],
])('the host %j names the region %j', (host, region) => {
  expect(regionFromHost(host)).toBe(region)
})

it.each([
  ['0.0.0.0', 0],
  ['255.255.255.255', 2 ** 32 - 1],
  ['1.2.3', null],
  ['01.2.3.4', null],
  ['1.2.3.256', null],
  ['1.2.3.4 ', null],
])('reads %j as %j', (text, value) => {
  expect(parseIpv4(text)).toBe(value)
  if (value !== null) expect(formatIpv4(value)).toBe(text)
})

it.each([
  ['10.0.0.0/8', { first: 10 * 2 ** 24, last: 11 * 2 ** 24 - 1, hasHostBits: false }],
  ['192.168.0.1/24', { first: 3_232_235_520, last: 3_232_235_775, hasHostBits: true }],
  ['0.0.0.0/0', { first: 0, last: 2 ** 32 - 1, hasHostBits: false }],
  ['1.2.3.4/33', null],
  ['1.2.3.4/08', null],
  ['1.2.3.4/', null],
])('reads the block %j as %j', (text, block) => {
  expect(parseIpv4Block(text)).toEqual(block)
})
