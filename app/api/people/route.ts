import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { createPerson, listPeople } from '#server/services/people.ts'

export const GET = defineRoute({
  endpoint: endpoints.listPeople,
  access: 'people:read',
  handle: ({ context }) => listPeople(context),
})

export const POST = defineRoute({
  endpoint: endpoints.createPerson,
  access: 'people:write',
  handle: ({ context, body }) => createPerson(context, body),
})
