import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { createSource, listSources } from '#server/services/sources.ts'

export const GET = defineRoute({
  endpoint: endpoints.listSources,
  access: 'instances:read',
  handle: ({ context }) => listSources(context),
})

export const POST = defineRoute({
  endpoint: endpoints.createSource,
  access: 'settings:write',
  handle: ({ context, body }) => createSource(context, body),
})
