import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { getPlan } from '#server/services/plans.ts'

export const GET = defineRoute({
  endpoint: endpoints.getPlan,
  access: 'instances:read',
  handle: ({ context, params }) => getPlan(context, params.planId),
})
