import type { Permission, Role } from '#lib/contract/people.ts'

const viewer: readonly Permission[] = ['instances:read', 'activity:read']
const operator: readonly Permission[] = [...viewer, 'endpoint:write', 'allow-list:write', 'vpc-links:write']
const admin: readonly Permission[] = [...operator, 'people:read', 'people:write', 'settings:write']

/** The one table that says what a role may do. */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = { viewer, operator, admin }

const sets: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  viewer: new Set(viewer),
  operator: new Set(operator),
  admin: new Set(admin),
}

/** The permissions of a role as a set. */
export function permissionsOfRole(role: Role): ReadonlySet<Permission> {
  return sets[role]
}
