import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { revertPlan } from '#server/services/plans.ts'

export const POST = defineRoute({
  endpoint: endpoints.revertPlan,
  access: 'signed-in',
  handle: ({ context, params }) => revertPlan(context, params.planId),
})
