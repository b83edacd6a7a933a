// Signatures a second, ours against the vendor's JavaScript SDK, in one process with the same requests.
// Run with: node scripts/bench/sign.ts

import { createRequire } from 'node:module'
import { authorization } from '#server/ccr/sign.ts'

type VendorAuth = {
  generateAuthorization(
    method: string,
    path: string,
    params: Record<string, string>,
    headers: Record<string, string>,
    timestampSeconds: number,
    expirationSeconds: number,
    headersToSign: string[],
  ): string
}
const { Auth } = createRequire(import.meta.url)('@baiducloud/sdk') as {
  Auth: new (accessKeyId: string, secretAccessKey: string) => VendorAuth
}

const accessKeyId = 'ALTAKexampleexampleexample'
const secretAccessKey = '0123456789abcdef0123456789abcdef'
const signHeaders = ['host', 'x-bce-date']
const startMs = 1_795_508_801_000
/** How many requests share a second of the clock: a page load and its polls. */
const requestsPerSecond = 20
const rounds = 5
const perRound = 40_000

const vendor = new Auth(accessKeyId, secretAccessKey)

function request(index: number) {
  const timestampMs = startMs + Math.floor(index / requestsPerSecond) * 1000
  const date = `${new Date(timestampMs).toISOString().slice(0, 19)}Z`
  return {
    timestampMs,
    path: `/v1/instances/ccr-${(index % 1000).toString().padStart(8, '0')}/publiclinks`,
    query: { keyword: '测试 a/b', pageNo: String(index % 7), pageSize: '10' },
    headers: { host: 'ccr.bj.baidubce.com', 'x-bce-date': date, 'content-type': 'application/json' },
  }
}

const requests = Array.from({ length: perRound }, (_, index) => request(index))
const queries = requests.map(({ query }) => Object.entries(query))

function signOurs(index: number): string {
  const { timestampMs, path, headers } = requests[index] ?? request(index)
  return authorization({
    method: 'GET',
    path,
    query: queries[index],
    headers,
    signHeaders,
    accessKeyId,
    secretAccessKey,
    timestampMs,
  })
}

function signVendor(index: number): string {
  const { timestampMs, path, query, headers } = requests[index] ?? request(index)
  return vendor.generateAuthorization('GET', path, query, headers, timestampMs / 1000, 1800, signHeaders)
}

function perSecond(sign: (index: number) => string): number {
  const start = performance.now()
  for (let index = 0; index < perRound; index += 1) sign(index)
  return perRound / ((performance.now() - start) / 1000)
}

for (let index = 0; index < 200; index += 1) {
  if (signOurs(index) !== signVendor(index)) throw new Error(`The two signers differ at request ${index}`)
}
// Rounds alternate, so that a busy machine slows both; the best round of each counts.
let ours = 0
let theirs = 0
for (let round = 0; round < rounds; round += 1) {
  theirs = Math.max(theirs, perSecond(signVendor))
  ours = Math.max(ours, perSecond(signOurs))
}

const row = (name: string, value: number) =>
  `${name.padEnd(18)}${Math.round(value).toLocaleString('en').padStart(12)} /s`
console.log('bce-auth-v1 signatures')
console.log(row('drawbridge', ours))
console.log(row('@baiducloud/sdk', theirs))
console.log(`ratio             ${(ours / theirs).toFixed(2).padStart(12)}`)
