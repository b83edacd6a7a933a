import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { invitePerson } from '#server/services/people.ts'

export const POST = defineRoute({
  endpoint: endpoints.invitePerson,
  access: 'people:write',
  handle: ({ context, params }) => invitePerson(context, params.personId),
})
