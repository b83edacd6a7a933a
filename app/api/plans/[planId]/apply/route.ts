import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { applyPlan } from '#server/services/plans.ts'

export const POST = defineRoute({
  endpoint: endpoints.applyPlan,
  access: 'signed-in',
  handle: ({ context, params, body }) => applyPlan(context, params.planId, body),
})
