import { openElf, type Elf, type VersionNeed } from './elf.ts'

/** Symbol version that glibc 2.36 and 2.37 lack. */
const MISSING = 'GLIBC_2.38'
/** The oldest versions, in the order to prefer: x64 starts at 2.2.5 (and has a 2.17 of other symbols), arm64 at 2.17. */
const BASES = ['GLIBC_2.2.5', 'GLIBC_2.17']
/** `strtol` is the tail of `__isoc23_strtol`, so moving the name's start is all that a rename takes. */
const C23_PREFIX = '__isoc23_'
/** Found under its own name in every glibc; 2.38 only stopped setting errno. */
const SAME_NAME = new Set(['fmod'])

export interface Relinked {
  bytes: Buffer
  /** One line a symbol: `__isoc23_strtol -> strtol (libc.so.6)`. */
  replaced: string[]
}

/**
 * Points an ELF file that asks for glibc 2.38 at the older equals of what it uses: C23 number parsing becomes C99's,
 * and the need for 2.38 itself becomes weak, so that ld.so loads the file on 2.36 and 2.37. Changes a copy, in place.
 * @throws Error for anything that is not a little-endian 64-bit ELF file, or that wants a 2.38 symbol without an equal
 */
export function relink(original: Buffer): Relinked {
  const bytes = Buffer.from(original)
  const elf = openElf(bytes)
  const bases = weakenNeeds(bytes, elf)
  const replaced: string[] = []
  for (const symbol of elf.symbols) {
    const base = bases.get(symbol.versionIndex)
    if (!base) continue
    const plainName = equalOf(symbol.name)
    bytes.writeUInt32LE(symbol.nameOffset + symbol.name.length - plainName.length, symbol.entryAt)
    bytes.writeUInt16LE(base.index, symbol.versionAt)
    replaced.push(`${symbol.name} -> ${plainName} (${base.library})`)
  }
  return { bytes, replaced }
}

/** Marks each need for the missing version as weak; gives, by its index, the base version of the same library. */
function weakenNeeds(bytes: Buffer, elf: Elf): Map<number, VersionNeed> {
  const VER_FLG_WEAK = 2
  const bases = new Map<number, VersionNeed>()
  for (const need of elf.needs.filter((each) => each.version === MISSING)) {
    const siblings = elf.needs.filter((each) => each.library === need.library)
    const version = BASES.find((wanted) => siblings.some((each) => each.version === wanted))
    const base = siblings.find((each) => each.version === version)
    if (!base) throw new Error(`${need.library}: has no base version to fall back to`)
    bytes.writeUInt16LE(need.flags | VER_FLG_WEAK, need.flagsAt)
    bases.set(need.index, base)
  }
  return bases
}

function equalOf(name: string): string {
  if (name.startsWith(C23_PREFIX)) return name.slice(C23_PREFIX.length)
  if (SAME_NAME.has(name)) return name
  throw new Error(`${name}: has no known equal before ${MISSING}`)
}
