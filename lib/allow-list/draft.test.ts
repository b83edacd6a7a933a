import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addEntries,
  addEntry,
  canUndo,
  countChanges,
  type Draft,
  draftDiff,
  draftEntries,
  draftRows,
  editEntry,
  isUnchanged,
  rebase,
  removeEntries,
  reset,
  restoreEntry,
  startDraft,
  undo,
} from '#lib/allow-list/draft.ts'
import { applyChange, type Entry } from '#lib/allow-list/entry.ts'
import { entry as anyEntry, description, entryList, storedText } from '#lib/testing/arbitraries.ts'

const office = { ipAddr: '203.0.113.0/24', description: 'office' }
const partner = { ipAddr: '198.51.100.0/24', description: 'partner' }
const runner = { ipAddr: '198.18.9.17', description: 'runner' }
const base = [office, partner]

const act = fc.oneof(
  anyEntry.map((item) => (draft: Draft) => addEntry(draft, item)),
  fc.array(storedText, { maxLength: 3 }).map((texts) => (draft: Draft) => removeEntries(draft, texts)),
  fc.tuple(fc.nat(), anyEntry).map(([at, to]) => (draft: Draft) => {
    const now = draftEntries(draft)
    return editEntry(draft, now[at % Math.max(1, now.length)]?.ipAddr ?? '', to)
  }),
  fc.tuple(fc.nat(), description).map(([at, words]) => (draft: Draft) => {
    const target = draftEntries(draft)[at % Math.max(1, draftEntries(draft).length)]
    return target ? editEntry(draft, target.ipAddr, { ...target, description: words }) : draft
  }),
  fc
    .nat()
    .map(
      (at) => (draft: Draft) =>
        restoreEntry(draft, draft.base[at % Math.max(1, draft.base.length)]?.ipAddr ?? ''),
    ),
  fc.constant((draft: Draft) => undo(draft)),
  fc.constant((draft: Draft) => reset(draft)),
)

const byText = (a: Entry, b: Entry) => (a.ipAddr < b.ipAddr ? -1 : 1)

describe('a draft', () => {
  it('always holds a change that fits its base and leaves each text once', () => {
    fc.assert(
      fc.property(entryList, fc.array(act, { maxLength: 20 }), (list, acts) => {
        let draft = startDraft(list)
        for (const step of acts) {
          const before = draft
          draft = step(draft)
          expect(draft.base).toBe(list)
          if (draft !== before && draft.past.length > before.past.length) {
            expect(draftEntries(undo(draft))).toEqual(draftEntries(before))
          }
        }
        const texts = list.map((item) => item.ipAddr)
        const { add, edit, remove } = draftDiff(draft)
        const now = draftEntries(draft)
        expect(new Set(now.map((item) => item.ipAddr)).size).toBe(now.length)
        for (const ipAddr of remove) expect(texts).toContain(ipAddr)
        for (const { ipAddr, to } of edit) {
          expect(texts).toContain(ipAddr)
          expect(remove).not.toContain(ipAddr)
          expect(list).not.toContainEqual(to.ipAddr === ipAddr ? to : { ipAddr: '', description: '' })
        }
        expect(now).toEqual(applyChange(list, { add, edit, remove }))
        const shown = draftRows(draft)
        expect(
          shown
            .filter((row) => row.state !== 'removed')
            .map((row) => row.entry)
            .sort(byText),
        ).toEqual([...now].sort(byText))
        expect(shown.filter((row) => row.state !== 'same')).toHaveLength(countChanges(draft))
        let back = draft
        while (canUndo(back)) back = undo(back)
        expect(draftEntries(back)).toEqual(list)
      }),
      { numRuns: 500 },
    )
  })

  it('knows adding, editing and removing', () => {
    let draft = addEntry(startDraft(base), runner)
    draft = editEntry(draft, office.ipAddr, { ...office, description: 'office egress' })
    draft = removeEntries(draft, [partner.ipAddr])
    expect(draftDiff(draft)).toEqual({
      add: [runner],
      edit: [{ ipAddr: office.ipAddr, to: { ...office, description: 'office egress' } }],
      remove: [partner.ipAddr],
    })
    expect(draftRows(draft).map((row) => row.state)).toEqual(['added', 'edited', 'removed'])
    expect(isUnchanged(reset(draft))).toBe(true)
    expect(draftDiff(undo(reset(draft)))).toEqual(draftDiff(draft))
  })

  it('forgets what cancels out', () => {
    const edited = editEntry(startDraft(base), office.ipAddr, { ...office, description: 'x' })
    expect(isUnchanged(editEntry(edited, office.ipAddr, office))).toBe(true)
    expect(isUnchanged(removeEntries(addEntry(startDraft(base), runner), [runner.ipAddr]))).toBe(true)
    const removed = removeEntries(startDraft(base), [office.ipAddr])
    expect(isUnchanged(addEntry(removed, office))).toBe(true)
    expect(draftDiff(addEntry(removed, { ...office, description: 'x' }))).toEqual({
      add: [],
      edit: [{ ipAddr: office.ipAddr, to: { ...office, description: 'x' } }],
      remove: [],
    })
    expect(isUnchanged(restoreEntry(removed, office.ipAddr))).toBe(true)
    expect(isUnchanged(restoreEntry(edited, office.ipAddr))).toBe(true)
  })

  it('refuses a text that is taken, and frees one that is edited away', () => {
    const draft = startDraft(base)
    expect(addEntry(draft, { ...office, description: 'again' })).toBe(draft)
    expect(editEntry(draft, office.ipAddr, { ...partner })).toBe(draft)
    expect(editEntry(draft, 'unknown', runner)).toBe(draft)
    const moved = editEntry(draft, office.ipAddr, { ...runner })
    expect(draftEntries(addEntry(moved, office)).map((item) => item.ipAddr)).toContain(office.ipAddr)
    expect(restoreEntry(addEntry(moved, office), office.ipAddr)).toEqual(addEntry(moved, office))
  })

  it('removes an edited entry under its new text, and undoes many additions at once', () => {
    const moved = editEntry(startDraft(base), office.ipAddr, { ...runner })
    expect(draftDiff(removeEntries(moved, [runner.ipAddr]))).toEqual({
      add: [],
      edit: [],
      remove: [office.ipAddr],
    })
    const many = addEntries(startDraft(base), [runner, { ...runner, ipAddr: '198.18.9.18' }, runner])
    expect(draftDiff(many).add).toHaveLength(2)
    expect(isUnchanged(undo(many))).toBe(true)
  })
})

describe('rebase', () => {
  it('keeps every intention when nothing changed elsewhere', () => {
    fc.assert(
      fc.property(entryList, fc.array(act, { maxLength: 12 }), (list, acts) => {
        const draft = acts.reduce((now, step) => step(now), startDraft(list))
        const result = rebase(draft, [...list])
        expect(result.conflicts).toEqual([])
        expect(result.draft.change).toEqual(draft.change)
      }),
    )
  })

  it('never yields a change that does not fit, whatever happened elsewhere', () => {
    fc.assert(
      fc.property(
        entryList,
        fc.array(act, { maxLength: 12 }),
        fc.array(act, { maxLength: 12 }),
        (list, mine, theirs) => {
          const draft = mine.reduce((now, step) => step(now), startDraft(list))
          const newBase = draftEntries(theirs.reduce((now, step) => step(now), startDraft(list)))
          const { draft: next } = rebase(draft, newBase)
          const texts = newBase.map((item) => item.ipAddr)
          for (const ipAddr of next.change.remove) expect(texts).toContain(ipAddr)
          for (const { ipAddr } of next.change.edit) expect(texts).toContain(ipAddr)
          const now = draftEntries(next).map((item) => item.ipAddr)
          expect(new Set(now).size).toBe(now.length)
          expect(rebase(next, newBase).conflicts).toEqual([])
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('drops what somebody else has done, and reports what contradicts it', () => {
    let draft = addEntry(startDraft(base), runner)
    draft = editEntry(draft, office.ipAddr, { ...office, description: 'mine' })
    draft = removeEntries(draft, [partner.ipAddr])

    const done = [{ ...office, description: 'mine' }, runner]
    expect(rebase(draft, done)).toMatchObject({
      conflicts: [],
      draft: { change: { add: [], edit: [], remove: [] } },
    })

    const contradicted = [
      { ...partner, description: 'theirs' },
      { ...runner, description: 'theirs' },
    ]
    const { draft: left, conflicts } = rebase(draft, contradicted)
    expect(isUnchanged(left)).toBe(true)
    expect(conflicts).toEqual([
      { kind: 'changedElsewhere', mine: null, theirs: { ...partner, description: 'theirs' } },
      { kind: 'removedElsewhere', mine: { ...office, description: 'mine' }, ipAddr: office.ipAddr },
      { kind: 'addedElsewhere', mine: runner, theirs: { ...runner, description: 'theirs' }, from: null },
    ])
  })

  it('undoes a chain of moves from its end when the last place is taken', () => {
    const at = (letter: number, description: string) => ({ ipAddr: `198.18.0.${letter}`, description })
    const list = [at(1, 'a'), at(2, 'b'), at(3, 'c')]
    let draft = editEntry(startDraft(list), '198.18.0.3', at(4, 'c'))
    draft = editEntry(draft, '198.18.0.2', at(3, 'b'))
    draft = editEntry(draft, '198.18.0.1', at(2, 'a'))
    expect(countChanges(draft)).toBe(3)
    const { draft: left, conflicts } = rebase(draft, [...list, at(4, 'theirs')])
    expect(isUnchanged(left)).toBe(true)
    expect(conflicts.map((conflict) => conflict.kind)).toEqual(Array(3).fill('addedElsewhere'))
  })
})
