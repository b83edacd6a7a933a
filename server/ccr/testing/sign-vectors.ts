// Requests whose signing key, canonical text and signature were published or computed by two independent signers.

import type { QueryPair } from '#server/ccr/sign.ts'

/** A published request whose key, canonical text and signature are all known. */
export type Vector = {
  name: string
  accessKeyId: string
  secretAccessKey: string
  timestampMs: number
  date: string
  method: string
  path: string
  query: QueryPair[]
  headers: Record<string, string>
  signHeaders: string[]
  key: string
  canonical: string
  signed: string
  signature: string
}

const readme = {
  timestampMs: 1_430_123_029_000,
  date: '2015-04-27T08:23:49Z',
  method: 'PUT',
  path: '/v1/test/myfolder/readme.txt',
  signHeaders: ['content-length', 'content-md5', 'content-type', 'host', 'x-bce-date'],
  signed: 'content-length;content-md5;content-type;host;x-bce-date',
}
const readmeHeaders = {
  Host: 'bj.bcebos.com',
  Date: 'Mon, 27 Apr 2015 16:23:49 +0800',
  'Content-Type': 'text/plain',
  'Content-Length': '8',
  'x-bce-date': '2015-04-27T08:23:49Z',
}
export const registry = {
  accessKeyId: 'ALTAKexampleexampleexample',
  secretAccessKey: '0123456789abcdef0123456789abcdef',
  timestampMs: 1_795_508_801_000,
  date: '2026-11-24T08:26:41Z',
  method: 'GET',
  headers: { host: 'ccr.bj.baidubce.com', 'x-bce-date': '2026-11-24T08:26:41Z' },
  signHeaders: ['host', 'x-bce-date'],
  signed: 'host;x-bce-date',
  key: '0c5ee3d551e9cccd42e115cfd2a64c8dc40ec23def48fd47dc1c1774f47dccb8',
}

export const vectors: Vector[] = [
  {
    ...readme,
    name: 'A, community SDK',
    accessKeyId: '0b0f67dfb88244b289b72b142befad0c',
    secretAccessKey: 'bad522c2126a4618a8125f4b6cf6356f',
    query: [
      ['partNumber', '9'],
      ['uploadId', 'VXBsb2FkIElpZS5tMnRzIHVwbG9hZA'],
    ],
    headers: { ...readmeHeaders, 'Content-Md5': '0a52730597fb4ffa01fc117d9e71e3a9' },
    key: 'd9f35aaba8a5f3efa654851917114b6f22cd831116fd7d8431e08af22dcff24c',
    canonical: [
      'PUT',
      '/v1/test/myfolder/readme.txt',
      'partNumber=9&uploadId=VXBsb2FkIElpZS5tMnRzIHVwbG9hZA',
      'content-length:8',
      'content-md5:0a52730597fb4ffa01fc117d9e71e3a9',
      'content-type:text%2Fplain',
      'host:bj.bcebos.com',
      'x-bce-date:2015-04-27T08%3A23%3A49Z',
    ].join('\n'),
    signature: 'a19e6386e990691aca1114a20357c83713f1cb4be3d74942bb4ed37469ecdacf',
  },
  {
    ...readme,
    name: 'B, vendor document',
    accessKeyId: 'a'.repeat(32),
    secretAccessKey: 'b'.repeat(32),
    query: [
      ['partNumber', '9'],
      ['uploadId', 'a44cc9bab11cbd156984767aad637851'],
    ],
    headers: { ...readmeHeaders, 'Content-Md5': 'NFzcPqhviddjRNnSOGo4rw==' },
    key: '1d5ce5f464064cbee060330d973218821825ac6952368a482a592e6615aef479',
    canonical: [
      'PUT',
      '/v1/test/myfolder/readme.txt',
      'partNumber=9&uploadId=a44cc9bab11cbd156984767aad637851',
      'content-length:8',
      'content-md5:NFzcPqhviddjRNnSOGo4rw%3D%3D',
      'content-type:text%2Fplain',
      'host:bj.bcebos.com',
      'x-bce-date:2015-04-27T08%3A23%3A49Z',
    ].join('\n'),
    signature: 'd74a04362e6a848f5b39b15421cb449427f419c95a480fd6b8cf9fc783e2999e',
  },
  {
    name: 'E, JavaScript SDK',
    accessKeyId: 'my_ak',
    secretAccessKey: 'my_sk',
    timestampMs: 1_402_639_056_000,
    date: '2014-06-13T05:57:36Z',
    method: 'PUT',
    path: '/v1/bucket/object1',
    query: [
      ['A', null],
      ['b', ''],
      ['C', 'd'],
    ],
    headers: { Host: 'bce.baidu.com', abc: '123', 'x-bce-meta-key1': 'ABC' },
    signHeaders: ['host', 'x-bce-meta-key1'],
    signed: 'host;x-bce-meta-key1',
    key: 'b358d27f22640783b887965f17e6cf57ce5b44e3e44ed171a934df6daff52a7c',
    canonical: ['PUT', '/v1/bucket/object1', 'A=&C=d&b=', 'host:bce.baidu.com', 'x-bce-meta-key1:ABC'].join(
      '\n',
    ),
    signature: '80c9672aca2ea9af4bb40b9a8ff458d72df94e97d550840727f3a929af271d25',
  },
  {
    ...registry,
    name: 'V1, list of VPC links',
    path: '/v1/instances/ccr-4k74gw7d/privatelinks',
    query: [],
    canonical: [
      'GET',
      '/v1/instances/ccr-4k74gw7d/privatelinks',
      '',
      'host:ccr.bj.baidubce.com',
      'x-bce-date:2026-11-24T08%3A26%3A41Z',
    ].join('\n'),
    signature: '57f8a8b058d9b0b5224756e20ce785726421bd810e68f9166addcc296c9dcd4b',
  },
  {
    ...registry,
    name: 'V3, search for instances',
    path: '/v1/instances',
    query: [
      ['pageNo', '1'],
      ['pageSize', '10'],
      ['keywordType', 'name'],
      ['keyword', '测试 a/b'],
      ['acrossregion', 'true'],
    ],
    canonical: [
      'GET',
      '/v1/instances',
      'acrossregion=true&keyword=%E6%B5%8B%E8%AF%95%20a%2Fb&keywordType=name&pageNo=1&pageSize=10',
      'host:ccr.bj.baidubce.com',
      'x-bce-date:2026-11-24T08%3A26%3A41Z',
    ].join('\n'),
    signature: '1dfd9bbd0079ea9b814cdb679ea5afb4a3cc4f146abfbdcf3c8687c1a16c8e53',
  },
]
