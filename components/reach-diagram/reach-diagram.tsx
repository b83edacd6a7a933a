'use client'

// The reach diagram: who comes over the moat, through the gate, past the list, to the instance; and the private links.
// It draws what the page already knows; the same data stands in words in the list that screen readers get.

import { Package } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import type { ReachSource } from '#lib/exposure/reach-sources.ts'
import {
  deckStateOf,
  entryBarWidth,
  fitLabel,
  isFlowing,
  levelColour,
  levelTextColour,
  streamWidth,
  wavePath,
} from './geometry.ts'
import { useDelta, useSourceLabel } from './labels.ts'
import type { ReachDiagramProps } from './types.ts'
import { UprightReachDiagram } from './upright-reach-diagram.tsx'

const rowHeight = 23
const firstRow = 44
const axis = 97
const maxLinkRows = 4
const maxBars = 14

const deckAngle = { down: 0, moving: 45, up: 82, unknown: 0 } as const

export function ReachDiagram(props: ReachDiagramProps) {
  return (
    <>
      <div className="hidden overflow-hidden md:block">
        <WideReachDiagram {...props} />
      </div>
      <div className="overflow-hidden md:hidden">
        <UprightReachDiagram {...props} />
      </div>
      <ReachInWords {...props} />
    </>
  )
}

function WideReachDiagram(props: ReachDiagramProps) {
  const t = useTranslations('reach')
  const format = useFormatter()
  const labelOf = useSourceLabel()
  const deltaOf = useDelta()
  const { sources, links, level } = props
  const flowing = isFlowing(props.endpointStatus)
  const colour = levelColour[level]
  const deck = deckStateOf(props.endpointStatus)
  const streams = lanes(sources)
  const moatEdge = flowing ? 318 : 304
  const shownLinks = links.length > maxLinkRows ? links.slice(0, maxLinkRows - 1) : links

  return (
    <svg
      viewBox="0 0 1166 188"
      role="img"
      aria-label={t('label', { name: props.instanceName })}
      className="block h-auto w-full font-sans"
    >
      <defs>
        <pattern
          id="reach-hatch"
          width="4"
          height="4"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(35)"
        >
          <path d="M0 0V4" stroke="var(--ink-3)" strokeWidth="1.2" />
        </pattern>
      </defs>
      <rect x="318" y="0" width="86" height="188" fill="var(--moat)" />
      <path
        d={wavePath(318, 404, 38, 186)}
        fill="none"
        stroke="var(--moat-wave)"
        strokeWidth="1.1"
        strokeLinecap="round"
      />

      {streams.map(({ source, y, lane, width }) => {
        const label = labelOf(source)
        const delta = deltaOf(source)
        const isLost = source.after === 0 && source.before > 0
        const runs = flowing && !isLost
        const start = delta === '' ? 194 : 236
        return (
          <g key={source.key}>
            <title>{label}</title>
            <text
              x="18"
              y={y + 4}
              fontSize="12"
              fill={isLost ? 'var(--ink-3)' : 'var(--ink)'}
              textDecoration={isLost ? 'line-through' : undefined}
              className={source.isAddress ? 'font-mono' : undefined}
            >
              {fitLabel(label, 19)}
            </text>
            <text
              x="182"
              y={y + 4}
              fontSize="12"
              textAnchor="end"
              fill="var(--ink-2)"
              className="tabular-nums"
            >
              {compactCount(format, source.before > 0 ? source.before : source.after)}
            </text>
            {delta !== '' && (
              <text
                x="190"
                y={y + 4}
                fontSize="11"
                fontWeight="600"
                fill="var(--ink)"
                className="tabular-nums"
              >
                {fitLabel(delta, 8)}
              </text>
            )}
            <path
              d={`M${start} ${y}C${start + 44} ${y} ${moatEdge - 66} ${lane} ${moatEdge} ${lane}`}
              fill="none"
              stroke={runs ? colour : 'var(--ink-4)'}
              strokeWidth={width}
              strokeDasharray={runs ? undefined : '3 4'}
              opacity={runs ? 0.9 : 1}
            />
            {runs && (
              <path
                d={`M318 ${lane}H428M416 ${lane}H564M642 ${lane}H736`}
                fill="none"
                stroke={colour}
                strokeWidth={width}
                opacity="0.9"
              />
            )}
          </g>
        )
      })}
      {level !== 'world' && (
        <g>
          <text x="18" y={everyoneRow(streams.length) + 4} fontSize="11" fill="var(--ink-3)">
            {t('everyoneElse')}
          </text>
          <path
            d={`M194 ${everyoneRow(streams.length)}H309`}
            stroke="var(--ink-4)"
            strokeWidth="1.2"
            strokeDasharray="2 4"
            fill="none"
          />
          <path d={`M309 ${everyoneRow(streams.length) - 5}v10`} stroke="var(--ink-3)" strokeWidth="1.6" />
        </g>
      )}

      <Gate deck={deck} />
      <text x="464" y="130" fontSize="13" fontWeight="600" fill="var(--ink)">
        {props.endpointWord}
      </text>

      <ListPicture sizes={props.entrySizes} colour={flowing ? colour : 'var(--ink-4)'} />
      <text x="564" y="166" fontSize="11" fill="var(--ink-3)">
        {props.pending
          ? t('entriesAfter', { count: props.entrySizes.length, after: props.pending.entries })
          : t('entries', { count: props.entrySizes.length })}
      </text>
      {flowing && (
        <>
          <text
            x="689"
            y="78"
            fontSize="13"
            fontWeight="600"
            textAnchor="middle"
            fill={levelTextColour[level]}
          >
            {compactCount(format, props.addresses)}
          </text>
          <text x="689" y="124" fontSize="11" textAnchor="middle" fill="var(--ink-3)">
            {props.pending
              ? t('addressesAfter', { after: compactCount(format, props.pending.addresses) })
              : t('addresses', { count: props.addresses })}
          </text>
        </>
      )}

      <rect
        x="736"
        y="50"
        width="146"
        height="92"
        rx="8"
        fill="var(--surface)"
        stroke="var(--ink)"
        strokeWidth="1.6"
      />
      <Package x="752" y="66" width="18" height="18" strokeWidth="1.7" className="text-ink" aria-hidden />
      <text x="752" y="108" fontSize="13" fontWeight="600" fill="var(--ink)">
        {fitLabel(props.instanceName, 15)}
      </text>
      <text x="752" y="125" fontSize="11.5" fill="var(--ink-2)" className="font-mono">
        {fitLabel(props.instanceId, 17)}
      </text>

      {shownLinks.map((link, row) => {
        const y = 44 + row * 29
        const from = 86 + row * 8
        return (
          <g key={`${link.vpcId} ${y}`}>
            <path
              d={`M882 ${from}C938 ${from} 938 ${y} 994 ${y}`}
              fill="none"
              stroke={linkColour[link.state]}
              strokeWidth={link.state === 'created' ? 2.6 : 1.4}
              strokeDasharray={link.state === 'created' ? undefined : '3 4'}
              className={link.state === 'moving' ? 'animate-wait' : undefined}
            />
            <LinkMark state={link.state} y={y} />
            <text x="1012" y={y + 1} fontSize="11.5" fill="var(--ink)" className="font-mono">
              {fitLabel(link.vpcId, 20)}
            </text>
            <text
              x="1012"
              y={y + 14}
              fontSize="11"
              fill={link.state === 'failed' ? 'var(--fault)' : 'var(--ink-3)'}
            >
              {fitLabel(link.note, 24)}
            </text>
          </g>
        )
      })}
      {shownLinks.length < links.length && (
        <text x="1012" y={44 + shownLinks.length * 29 + 4} fontSize="11" fill="var(--ink-3)">
          {t('moreLinks', { count: links.length - shownLinks.length })}
        </text>
      )}
      {links.length === 0 && (
        <text x="994" y="100" fontSize="11" fill="var(--ink-3)">
          {t('noLinks')}
        </text>
      )}

      <Heads />
    </svg>
  )
}

function Heads() {
  const t = useTranslations('reach')
  const head = { y: 20, fontSize: 11, fontWeight: 520, fill: 'var(--ink-3)' }
  return (
    <g>
      <text x="18" {...head}>
        {t('internet')}
      </text>
      <text x="361" textAnchor="middle" {...head}>
        {t('moat')}
      </text>
      <text x="411" {...head}>
        {t('publicEndpoint')}
      </text>
      <text x="564" {...head}>
        {t('allowList')}
      </text>
      <text x="736" {...head}>
        {t('instance')}
      </text>
      <text x="994" {...head}>
        {t('vpcLinks')}
      </text>
    </g>
  )
}

function Gate({ deck }: { deck: keyof typeof deckAngle }) {
  const radians = (deckAngle[deck] * Math.PI) / 180
  const chainEnd = { x: 404 - 80 * Math.cos(radians), y: 109 - 80 * Math.sin(radians) }
  return (
    <g>
      <path
        d="M404 109H313"
        stroke="var(--ink)"
        strokeWidth="4.5"
        strokeLinecap="round"
        strokeDasharray={deck === 'unknown' ? '6 7' : undefined}
        className={deckClass[deck]}
      />
      {deck !== 'unknown' && (
        <path
          d={`M407 47L${chainEnd.x.toFixed(1)} ${chainEnd.y.toFixed(1)}`}
          stroke="var(--ink)"
          strokeWidth="1.1"
          strokeDasharray="3 2.4"
          opacity="0.7"
        />
      )}
      <path
        d="M404 188V42h9v-7h8v7h7v-7h8v7h9V188"
        fill="var(--surface)"
        stroke="var(--ink)"
        strokeWidth="1.6"
        strokeLinejoin="round"
      />
      <path d="M415 109V74a13 13 0 0 1 26 0V109" fill="var(--canvas)" stroke="var(--ink)" strokeWidth="1.3" />
      <path d="M404 109H452" stroke="var(--ink)" strokeWidth="1.3" />
      {deck === 'up' && (
        <path
          d="M421.5 109V66M428 109V62M434.5 109V66M415 76h26M415 87h26M415 98h26"
          stroke="var(--ink)"
          strokeWidth="1.1"
        />
      )}
    </g>
  )
}

// Written out whole so that the style sheet generator finds each class.
const deckBase = 'origin-[404px_109px] transition-transform duration-(--m-deck) ease-(--ease)'
const deckClass = {
  down: `${deckBase} rotate-0`,
  moving: `${deckBase} rotate-[45deg] animate-wait`,
  up: `${deckBase} rotate-[82deg]`,
  unknown: `${deckBase} rotate-0`,
} as const

function ListPicture({ sizes, colour }: { sizes: readonly number[]; colour: string }) {
  const bars = sizes.slice(0, maxBars)
  return (
    <g>
      <rect x="564" y="36" width="78" height={112} rx="5" fill="var(--surface)" stroke="var(--line-strong)" />
      {bars.map((size, row) => {
        const y = 41 + row * 7.2
        return (
          <g key={y}>
            <rect x="570" y={y} width="66" height="4.6" rx="1.4" fill="var(--active)" />
            <rect
              x="570"
              y={y}
              width={size > 0 ? entryBarWidth(size, 66) : 66}
              height="4.6"
              rx="1.4"
              fill={size > 0 ? colour : 'url(#reach-hatch)'}
            />
          </g>
        )
      })}
    </g>
  )
}

const linkColour = {
  created: 'var(--exp-private)',
  moving: 'var(--ink-3)',
  failed: 'var(--fault)',
  unknown: 'var(--ink-3)',
} as const

function LinkMark({ state, y }: { state: keyof typeof linkColour; y: number }) {
  if (state === 'created') return <circle cx="998" cy={y} r="4.2" fill="var(--exp-private)" />
  if (state === 'failed') return <rect x="994" y={y - 4} width="8" height="8" rx="1.6" fill="var(--fault)" />
  return (
    <circle
      cx="998"
      cy={y}
      r="3.8"
      fill="var(--surface)"
      stroke="var(--ink-2)"
      strokeWidth="1.4"
      strokeDasharray={state === 'moving' ? '2 1.6' : undefined}
      className={state === 'moving' ? 'animate-wait' : undefined}
    />
  )
}

/** The same data for readers who cannot see the drawing. */
function ReachInWords({ sources }: ReachDiagramProps) {
  const t = useTranslations('reach')
  const labelOf = useSourceLabel()
  return (
    <ul className="sr-only" aria-label={t('streams')}>
      {sources.map((source) => (
        <li key={source.key}>
          {source.before === source.after
            ? t('streamInWords', { label: labelOf(source), count: source.before })
            : t('streamInWordsAfter', { label: labelOf(source), count: source.before, after: source.after })}
        </li>
      ))}
    </ul>
  )
}

type Lane = {
  readonly source: ReachSource
  readonly y: number
  readonly lane: number
  readonly width: number
}

/** Places each stream: its row on the left and its lane through the gate, packed around the axis. */
function lanes(sources: readonly ReachSource[]): Lane[] {
  const widths = sources.map((source) => streamWidth(Math.max(source.before, source.after)))
  const total = widths.reduce((sum, width) => sum + width, 0)
  let top = axis - total / 2
  return sources.map((source, row) => {
    const width = widths[row] ?? 0
    const lane = top + width / 2
    top += width
    return {
      source,
      y: firstRow + row * rowHeight,
      lane: Math.round(lane * 10) / 10,
      width: Math.round(width * 10) / 10,
    }
  })
}

function everyoneRow(rows: number): number {
  return firstRow + Math.max(rows, 1) * rowHeight + (rows === 0 ? -rowHeight + 53 : 1)
}

function compactCount(format: ReturnType<typeof useFormatter>, count: number): string {
  return count < 10_000_000
    ? format.number(count)
    : format.number(count, { notation: 'compact', maximumSignificantDigits: 3 })
}
