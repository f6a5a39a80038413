import { WasmCode, wasmModule } from './wasm-assembler.ts'

/** RFC 7693, 2.6 and 2.7. */
const IV = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
]
const SIGMA = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
]
const ROUNDS = 12
/** Columns, then diagonals (RFC 7693, 3.2). */
const MIXES = [[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15], [0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]] as const // prettier-ignore

/** One prefix byte and 64 bytes: all that a Merkle tree of Sia ever hashes. */
const MESSAGE_BYTES = 65n
const DIGEST_BYTES = 32n
/** Words of a message that can be other than zero: 65 bytes reach into the ninth. */
const WORDS = 9

/** Parameters, then the state, then the message. */
const [PREFIX, INPUT, PAIRS, OUTPUT, STATE, MESSAGE] = [0, 1, 2, 3, 4, 20] as const
export const MEMORY_PAGES = 8

/**
 * BLAKE2b-256 (digest length 32 as a parameter of the hash) of `prefix` and 64 bytes, for two neighbours at a time, one in
 * each lane: `run(prefix, input, pairs, output)` makes 64 bytes of every 128.
 */
export function blake2bModule(): Uint8Array<ArrayBuffer> {
  const code = new WasmCode()
  code.loopWhile(() => {
    readMessages(code)
    startState(code)
    for (let round = 0; round < ROUNDS; round += 1) mixAll(code, SIGMA[round % 10]!)
    writeDigests(code)
    code.get(INPUT).i32(128).addI32().set(INPUT)
    code.get(OUTPUT).i32(64).addI32().set(OUTPUT)
    code.get(PAIRS).i32(-1).addI32().tee(PAIRS)
  })
  return wasmModule(code, { parameters: 4, vectors: 16 + WORDS, pages: MEMORY_PAGES })
}

/** Each word is the one read moved up by the prefix's byte, with the top byte of the one before it. */
function readMessages(code: WasmCode): void {
  const read = (word: number) => code.get(INPUT).get(INPUT).load64Splat(word * 8).load64Upper(64 + word * 8) // prettier-ignore
  for (let word = WORDS - 2; word >= 0; word -= 1) read(word).set(MESSAGE + word)
  code.get(MESSAGE + 7).shiftRight(56).set(MESSAGE + 8) // prettier-ignore
  for (let word = WORDS - 2; word > 0; word -= 1) {
    code.get(MESSAGE + word).shiftLeft(8).get(MESSAGE + word - 1).shiftRight(56).or().set(MESSAGE + word) // prettier-ignore
  }
  code.get(MESSAGE).shiftLeft(8).get(PREFIX).splatI32().or().set(MESSAGE)
}

/** The only block is the last one, so the length and the last-block flag stand in it. */
function startState(code: WasmCode): void {
  const chain = chainingValue()
  const start = [...chain, ...IV]
  start[12]! ^= MESSAGE_BYTES
  start[14]! ^= 0xffffffffffffffffn
  start.forEach((word, index) => code.v128(word, word).set(STATE + index))
}

function chainingValue(): bigint[] {
  return IV.map((word, index) => (index === 0 ? word ^ 0x01010000n ^ DIGEST_BYTES : word))
}

function mixAll(code: WasmCode, schedule: number[]): void {
  MIXES.forEach(([a, b, c, d], index) => {
    const lanes = { a: STATE + a, b: STATE + b, c: STATE + c, d: STATE + d }
    mix(code, lanes, schedule[index * 2]!, [32, 24])
    mix(code, lanes, schedule[index * 2 + 1]!, [16, 63])
  })
}

type Lanes = Record<'a' | 'b' | 'c' | 'd', number>

/** Half of G: a += b + word; d = (d ^ a) >>> first; c += d; b = (b ^ c) >>> second. */
function mix(code: WasmCode, { a, b, c, d }: Lanes, word: number, [first, second]: [number, number]): void {
  code.get(a).get(b).add()
  if (word < WORDS) code.get(MESSAGE + word).add()
  code.tee(a).get(d).xor().set(d)
  rotateRight(code, d, first)
  code.get(c).get(d).add().tee(c).get(b).xor().set(b)
  rotateRight(code, b, second)
}

function rotateRight(code: WasmCode, local: number, bits: number): void {
  if (bits === 63) code.get(local).get(local).add().get(local).shiftRight(63).or().set(local)
  else
    code
      .get(local)
      .get(local)
      .shuffle(rotation(bits / 8))
      .set(local)
}

function rotation(bytes: number): number[] {
  return Array.from({ length: 16 }, (_, byte) => (byte & 8) | ((byte + bytes) & 7))
}

function writeDigests(code: WasmCode): void {
  const chain = chainingValue()
  for (let word = 0; word < 4; word += 1) {
    const digest = STATE + word
    code.get(digest).get(STATE + word + 8).xor().v128(chain[word]!, chain[word]!).xor().set(digest) // prettier-ignore
    for (const lane of [0, 1] as const)
      code
        .get(OUTPUT)
        .get(digest)
        .store64(lane * 32 + word * 8, lane)
  }
}
