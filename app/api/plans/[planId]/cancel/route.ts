import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { cancelPlan } from '#server/services/plans.ts'

export const POST = defineRoute({
  endpoint: endpoints.cancelPlan,
  access: 'signed-in',
  handle: ({ context, params }) => cancelPlan(context, params.planId),
})
