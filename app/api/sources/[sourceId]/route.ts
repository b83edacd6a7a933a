import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { deleteSource, updateSource } from '#server/services/sources.ts'

export const PATCH = defineRoute({
  endpoint: endpoints.updateSource,
  access: 'settings:write',
  handle: ({ context, params, body }) => updateSource(context, params.sourceId, body),
})

export const DELETE = defineRoute({
  endpoint: endpoints.deleteSource,
  access: 'settings:write',
  handle: ({ context, params }) => deleteSource(context, params.sourceId),
})
