/** A version of a library that the file needs (Elf64_Vernaux); `...At` are byte positions in the file. */
export interface VersionNeed {
  library: string
  version: string
  /** What the symbols' version entries refer to. */
  index: number
  flags: number
  flagsAt: number
}

/** A dynamic symbol with its version entry; `nameOffset` counts from the start of the string table. */
export interface DynamicSymbol {
  name: string
  nameOffset: number
  entryAt: number
  versionIndex: number
  versionAt: number
}

export interface Elf {
  needs: VersionNeed[]
  symbols: DynamicSymbol[]
}

interface Section {
  type: number
  offset: number
  size: number
  /** Index of the string table that belongs to it. */
  link: number
  info: number
}

const SHT_DYNSYM = 11
const SHT_GNU_VERNEED = 0x6ffffffe
const SHT_GNU_VERSYM = 0x6fffffff
const SYMBOL_BYTES = 24
const VERSION_MASK = 0x7fff

/**
 * The dynamic symbols of a little-endian 64-bit ELF file and the library versions they need.
 * Layout: System V ABI, chapter 4, and the Linux Standard Base, 10.7 (symbol versioning).
 * @throws Error when the file is anything else
 */
export function openElf(file: Buffer): Elf {
  const isElf64LittleEndian =
    file.length >= 64 && file.readUInt32BE(0) === 0x7f454c46 && file[4] === 2 && file[5] === 1
  if (!isElf64LittleEndian) throw new Error('not a little-endian 64-bit ELF file')
  const sections = readSections(file)
  const symbols = sectionOf(sections, SHT_DYNSYM)
  const strings = sections[symbols.link]
  if (!strings) throw new Error('ELF file without a dynamic string table')
  const textAt = (offset: number) => readText(file, strings.offset + offset)
  return {
    needs: [...readNeeds(file, sectionOf(sections, SHT_GNU_VERNEED), textAt)],
    symbols: [...readSymbols(file, symbols, sectionOf(sections, SHT_GNU_VERSYM), textAt)],
  }
}

function readSections(file: Buffer): Section[] {
  const tableAt = readOffset(file, 0x28)
  const entryBytes = file.readUInt16LE(0x3a)
  return Array.from({ length: file.readUInt16LE(0x3c) }, (_, index) => {
    const at = tableAt + index * entryBytes
    return {
      type: file.readUInt32LE(at + 4),
      offset: readOffset(file, at + 0x18),
      size: readOffset(file, at + 0x20),
      link: file.readUInt32LE(at + 0x28),
      info: file.readUInt32LE(at + 0x2c),
    }
  })
}

function sectionOf(sections: Section[], type: number): Section {
  const section = sections.find((each) => each.type === type)
  if (!section) throw new Error(`ELF file without a section of type 0x${type.toString(16)}`)
  return section
}

/** Two linked lists: libraries (Elf64_Verneed), and under each the versions wanted of it (Elf64_Vernaux). */
function* readNeeds(
  file: Buffer,
  section: Section,
  textAt: (offset: number) => string,
): Generator<VersionNeed> {
  let libraryAt = section.offset
  for (let library = 0; library < section.info; library++) {
    const count = file.readUInt16LE(libraryAt + 2)
    let at = libraryAt + file.readUInt32LE(libraryAt + 8)
    for (let version = 0; version < count; version++) {
      yield {
        library: textAt(file.readUInt32LE(libraryAt + 4)),
        version: textAt(file.readUInt32LE(at + 8)),
        index: file.readUInt16LE(at + 6),
        flags: file.readUInt16LE(at + 4),
        flagsAt: at + 4,
      }
      at += file.readUInt32LE(at + 12)
    }
    libraryAt += file.readUInt32LE(libraryAt + 12)
  }
}

function* readSymbols(
  file: Buffer,
  section: Section,
  versions: Section,
  textAt: (offset: number) => string,
): Generator<DynamicSymbol> {
  for (let index = 0; index < section.size / SYMBOL_BYTES; index++) {
    const entryAt = section.offset + index * SYMBOL_BYTES
    const versionAt = versions.offset + index * 2
    const nameOffset = file.readUInt32LE(entryAt)
    const versionIndex = file.readUInt16LE(versionAt) & VERSION_MASK
    yield { name: textAt(nameOffset), nameOffset, entryAt, versionIndex, versionAt }
  }
}

function readOffset(file: Buffer, at: number): number {
  return Number(file.readBigUInt64LE(at))
}

function readText(file: Buffer, at: number): string {
  return file.toString('latin1', at, file.indexOf(0, at))
}
