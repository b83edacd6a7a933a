import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { listExposure } from '#server/services/exposure.ts'

export const GET = defineRoute({
  endpoint: endpoints.listExposure,
  access: 'instances:read',
  handle: ({ context }) => listExposure(context),
})
