'use client'

import { MoreHorizontal, UserPlus } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import type { ApiError } from '#components/data/api.ts'
import { useMe } from '#components/data/me.ts'
import {
  useDeletePersonSessions,
  useInvitePerson,
  usePeople,
  useUpdatePerson,
} from '#components/data/people.ts'
import { useNow } from '#components/data/use-now.ts'
import { EmptyState } from '#components/feedback/empty-state.tsx'
import { ErrorPanel } from '#components/feedback/error-panel.tsx'
import { Breadcrumb } from '#components/layout/breadcrumb.tsx'
import { PageHeader } from '#components/layout/page-header.tsx'
import { Table, Td, Th, Tr } from '#components/table/table.tsx'
import { useElementWidth } from '#components/table/use-element-width.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Button, IconButton, LinkButton } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Menu, MenuItem, MenuSeparator } from '#components/ui/menu.tsx'
import { Select } from '#components/ui/select.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { toast } from '#components/ui/toast.tsx'
import { type Person, role as roleSchema } from '#lib/contract/people.ts'
import { type Invitation, InvitationDialog, InviteDialog } from './invite-dialog.tsx'

export function PeoplePage() {
  const t = useTranslations('people')
  const query = usePeople()
  const [isInviting, setIsInviting] = useState(false)
  const [invitation, setInvitation] = useState<Invitation | null>(null)
  const [failure, setFailure] = useState<ApiError | null>(null)

  if (query.error?.code === 'forbidden') {
    return (
      <>
        <Breadcrumb items={[{ label: t('title') }]} />
        <PageHeader title={t('title')} />
        <Card>
          <EmptyState
            title={t('forbiddenTitle')}
            text={t('forbiddenText')}
            action={<LinkButton href="/instances">{t('toInstances')}</LinkButton>}
          />
        </Card>
      </>
    )
  }
  return (
    <>
      <Breadcrumb items={[{ label: t('title') }]} />
      <PageHeader
        title={t('title')}
        note={
          query.data &&
          t('text', { count: query.data.people.filter((p) => p.isActive && !p.isInvited).length })
        }
        actions={
          <Button variant="primary" icon={<UserPlus aria-hidden />} onClick={() => setIsInviting(true)}>
            {t('invite')}
          </Button>
        }
      />
      <Card>
        {failure && <ErrorPanel error={failure} />}
        {query.data ? (
          <PeopleTable people={query.data.people} onInvitation={setInvitation} onFailure={setFailure} />
        ) : query.error ? (
          <ErrorPanel error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <div className="flex flex-col gap-3 p-4">
            <Skeleton className="h-9 w-full" />
            <Skeleton className="h-9 w-full" />
            <Skeleton className="h-9 w-full" />
          </div>
        )}
      </Card>
      {isInviting && (
        <InviteDialog
          onClose={() => setIsInviting(false)}
          onInvited={(made) => {
            setIsInviting(false)
            setInvitation(made)
          }}
        />
      )}
      {invitation && <InvitationDialog invitation={invitation} onClose={() => setInvitation(null)} />}
    </>
  )
}

type RowEvents = {
  readonly onInvitation: (invitation: Invitation) => void
  /** null clears what an earlier attempt left. */
  readonly onFailure: (error: ApiError | null) => void
}

function PeopleTable({ people, ...events }: RowEvents & { readonly people: readonly Person[] }) {
  const t = useTranslations('people')
  const frame = useRef<HTMLDivElement>(null)
  const width = useElementWidth(frame)
  const isNarrow = width > 0 && width < 620
  return (
    <div ref={frame} className="overflow-x-auto">
      <Table aria-label={t('title')}>
        <thead>
          <tr>
            <Th>{t('columns.person')}</Th>
            <Th>{t('columns.role')}</Th>
            {!isNarrow && <Th>{t('columns.state')}</Th>}
            {!isNarrow && <Th>{t('columns.lastSignIn')}</Th>}
            <Th className="w-10">
              <span className="sr-only">{t('columns.actions')}</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <PersonRow key={person.id} person={person} isNarrow={isNarrow} {...events} />
          ))}
        </tbody>
      </Table>
    </div>
  )
}

type PersonRowProps = RowEvents & {
  readonly person: Person
  /** The state stands under the name, and the last sign-in is left out. */
  readonly isNarrow: boolean
}

function PersonRow({ person, isNarrow, onInvitation, onFailure }: PersonRowProps) {
  const t = useTranslations('people')
  const tCommon = useTranslations('common')
  const format = useFormatter()
  const now = useNow(60_000)
  const { data: me } = useMe()
  const update = useUpdatePerson()
  const invite = useInvitePerson()
  const endSessions = useDeletePersonSessions()
  const [isDeactivating, setIsDeactivating] = useState(false)
  const isSelf = me?.id === person.id
  const selfReason = isSelf ? t('self') : undefined
  const state = !person.isActive
    ? 'inactive'
    : person.isLocked
      ? 'locked'
      : person.isInvited
        ? 'invited'
        : 'active'

  const badge = (
    <Badge variant={state === 'locked' ? 'fault' : state === 'active' ? 'outlined' : 'filled'}>
      {t(`state.${state}`)}
    </Badge>
  )

  function change(body: Omit<Parameters<typeof update.mutate>[0], 'personId'>, done: string) {
    onFailure(null)
    update.mutate(
      { personId: person.id, ...body },
      {
        onSuccess: () => toast(done),
        onError: onFailure,
        onSettled: () => setIsDeactivating(false),
      },
    )
  }

  return (
    <Tr>
      <Td>
        <p className="font-[520]">
          {person.name} {isSelf && <span className="font-[420] text-ink-3">({t('you')})</span>}
        </p>
        <p className="text-small break-all text-ink-3">{person.email}</p>
        {isNarrow && <p className="mt-1">{badge}</p>}
      </Td>
      <Td>
        {isSelf ? (
          <>
            <p>{tCommon(`roles.${person.role}`)}</p>
            <p className="text-small text-ink-3">{t('selfRole')}</p>
          </>
        ) : (
          <Select
            size="sm"
            className="w-32 max-md:h-9 md:w-36"
            aria-label={t('roleOf', { name: person.name })}
            value={person.role}
            disabled={update.isPending}
            options={roleSchema.options.map((role) => ({ value: role, label: tCommon(`roles.${role}`) }))}
            onChange={(value) => {
              const role = roleSchema.safeParse(value)
              if (role.success && role.data !== person.role) {
                const to = { name: person.name, role: tCommon(`roles.${role.data}`) }
                change({ role: role.data }, t('done.role', to))
              }
            }}
          />
        )}
      </Td>
      {!isNarrow && <Td>{badge}</Td>}
      {!isNarrow && (
        <Td className="text-ink-2">
          {person.lastSignInAt === null ? (
            t('never')
          ) : (
            <time
              dateTime={new Date(person.lastSignInAt).toISOString()}
              title={format.dateTime(person.lastSignInAt, { dateStyle: 'medium', timeStyle: 'short' })}
            >
              {format.relativeTime(person.lastSignInAt, now)}
            </time>
          )}
        </Td>
      )}
      <Td>
        <Menu
          trigger={
            <IconButton size="sm" label={t('actions', { name: person.name })}>
              <MoreHorizontal size={16} aria-hidden />
            </IconButton>
          }
        >
          <MenuItem
            disabledReason={selfReason}
            onSelect={() => {
              onFailure(null)
              invite.mutate(person.id, {
                onSuccess: (made) => onInvitation({ name: person.name, ...made }),
                onError: onFailure,
              })
            }}
          >
            {t('newLink')}
          </MenuItem>
          <MenuItem
            disabledReason={person.isLocked ? undefined : t('notLocked')}
            onSelect={() => change({ unlock: true }, t('done.unlocked', { name: person.name }))}
          >
            {t('unlock')}
          </MenuItem>
          <MenuItem
            disabledReason={selfReason}
            onSelect={() => {
              onFailure(null)
              endSessions.mutate(person.id, {
                onSuccess: () => toast(t('sessionsEnded', { name: person.name })),
                onError: onFailure,
              })
            }}
          >
            {t('endSessions')}
          </MenuItem>
          <MenuSeparator />
          {person.isActive ? (
            <MenuItem disabledReason={selfReason} onSelect={() => setIsDeactivating(true)}>
              {t('deactivate')}
            </MenuItem>
          ) : (
            <MenuItem onSelect={() => change({ isActive: true }, t('done.enabled', { name: person.name }))}>
              {t('activate')}
            </MenuItem>
          )}
        </Menu>
        <Dialog
          isOpen={isDeactivating}
          onOpenChange={setIsDeactivating}
          title={t('deactivateTitle', { name: person.name })}
          footer={
            <>
              <Button onClick={() => setIsDeactivating(false)}>{tCommon('cancel')}</Button>
              <Button
                variant="danger"
                isPending={update.isPending}
                onClick={() => change({ isActive: false }, t('done.disabled', { name: person.name }))}
              >
                {t('deactivateConfirm', { name: person.name })}
              </Button>
            </>
          }
        >
          <p className="text-ink-2">{t('deactivateText', { name: person.name })}</p>
        </Dialog>
      </Td>
    </Tr>
  )
}
