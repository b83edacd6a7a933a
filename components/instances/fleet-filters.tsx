'use client'

import { ChevronDown, Search, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, type RefObject, useId } from 'react'
import { ExposureMeter } from '#components/marks/exposure-meter.tsx'
import { useEndpointWord } from '#components/public-endpoint/endpoint-word.ts'
import { Button, IconButton } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { AdornedInput } from '#components/ui/input.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { Select } from '#components/ui/select.tsx'
import { type FleetChoices, firstDirection, isFiltered, levels, sortFields, sortFromText } from './fleet.ts'
import type { FleetState } from './use-fleet-state.ts'
import { useRegionName } from './use-region-name.ts'

export type FleetFiltersProps = {
  readonly state: FleetState
  readonly choices: FleetChoices
  readonly fieldRef: RefObject<HTMLInputElement | null>
  /** Cards have no heads to sort by. */
  readonly hasSort: boolean
  readonly onDown: () => void
}

export function FleetFilters({ state, choices, fieldRef, hasSort, onDown }: FleetFiltersProps) {
  const t = useTranslations('instances')
  const regionOf = useRegionName()
  const endpointWord = useEndpointWord()
  const { filter, setFilter } = state
  const levelOptions: Option[] = [
    ...levels.map((level) => ({ value: level, label: <ExposureMeter level={level} hasWord /> })),
    ...(choices.hasUnknown ? [{ value: 'unknown', label: t('notChecked') }] : []),
  ]
  return (
    <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2.5">
      <AdornedInput
        ref={fieldRef}
        type="search"
        inputSize="sm"
        className="w-full sm:w-[260px] [&_input::-webkit-search-cancel-button]:hidden"
        icon={<Search aria-hidden />}
        aria-label={t('search.label')}
        placeholder={t('search.placeholder')}
        autoComplete="off"
        spellCheck={false}
        value={filter.text}
        onChange={(event) => setFilter({ text: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && filter.text !== '') {
            event.preventDefault()
            setFilter({ text: '' })
          }
          if (event.key === 'ArrowDown' || event.key === 'Enter') {
            event.preventDefault()
            onDown()
          }
        }}
        after={
          filter.text === '' ? (
            <span aria-hidden>
              <Kbd>/</Kbd>
            </span>
          ) : (
            <IconButton size="sm" label={t('search.clear')} onClick={() => setFilter({ text: '' })}>
              <X size={13} aria-hidden />
            </IconButton>
          )
        }
      />
      <FilterMenu
        name={t('filter.exposure')}
        options={levelOptions}
        chosen={filter.levels}
        onChange={(chosen) => setFilter({ levels: chosen })}
      />
      <FilterMenu
        name={t('filter.region')}
        options={choices.regions.map((region) => ({
          value: region,
          label: (
            <>
              {regionOf(region)} <span className="font-mono text-ink-3 text-small">{region}</span>
            </>
          ),
        }))}
        chosen={filter.regions}
        onChange={(chosen) => setFilter({ regions: chosen })}
      />
      <FilterMenu
        name={t('filter.endpoint')}
        options={choices.endpoints.map((status) => ({
          value: status,
          label: status === 'unknown' ? t('notChecked') : endpointWord(status),
        }))}
        chosen={filter.endpoints}
        onChange={(chosen) => setFilter({ endpoints: chosen })}
      />
      <FilterMenu
        name={t('filter.tag')}
        options={choices.tags.map((tag) => ({
          value: tag,
          label: <span className="font-mono text-small">{tag}</span>,
        }))}
        chosen={filter.tags}
        onChange={(chosen) => setFilter({ tags: chosen })}
      />
      {isFiltered(filter) && (
        <Button size="sm" variant="quiet" onClick={state.clear}>
          {t('filter.clear')}
        </Button>
      )}
      {hasSort && (
        <div className="ml-auto w-full sm:w-56">
          <Select
            size="sm"
            aria-label={t('sort.label')}
            value={state.sort.field}
            onChange={(value) => {
              const { field } = sortFromText(value)
              state.setSort({ field, direction: firstDirection(field) })
            }}
            options={sortFields.map((field) => ({ value: field, label: t(`sort.${field}`) }))}
          />
        </div>
      )}
    </div>
  )
}

type Option = { readonly value: string; readonly label: ReactNode }

function FilterMenu({
  name,
  options,
  chosen,
  onChange,
}: {
  name: string
  options: readonly Option[]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
}) {
  const t = useTranslations('instances.filter')
  const id = useId()
  // A choice from a link that nothing has any more must still be seen, or it could not be taken back.
  const gone = chosen.filter((value) => !options.some((option) => option.value === value))
  const all: Option[] = [...options, ...gone.map((value) => ({ value, label: value }))]
  return (
    <Popover
      align="start"
      label={name}
      className="max-h-80 min-w-48 overflow-y-auto p-1.5"
      trigger={
        <Button size="sm" className={chosen.length > 0 ? 'border-ink' : 'font-[420]'}>
          {chosen.length > 0 ? t('chosen', { name, count: chosen.length }) : name}
          <ChevronDown aria-hidden className="text-ink-3" />
        </Button>
      }
    >
      {all.length === 0 ? (
        <p className="px-2 py-1.5 text-ink-3 text-small">{t('none')}</p>
      ) : (
        <ul>
          {all.map(({ value, label }, at) => (
            <li key={value} className="flex items-center gap-2.5 rounded-sm px-2 hover:bg-active">
              <Checkbox
                id={`${id}-${at}`}
                checked={chosen.includes(value)}
                onCheckedChange={(isChecked) =>
                  onChange(isChecked === true ? [...chosen, value] : chosen.filter((each) => each !== value))
                }
              />
              <label htmlFor={`${id}-${at}`} className="grow py-1.5 max-md:py-2.5">
                {label}
              </label>
            </li>
          ))}
        </ul>
      )}
    </Popover>
  )
}
