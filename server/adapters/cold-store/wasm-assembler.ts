/** Instructions of WebAssembly and its 128-bit extension as far as blake2b-module.ts needs them (WebAssembly 2.0, 5.4). */
export class WasmCode {
  readonly bytes: number[] = []

  get(local: number): this {
    return this.op(0x20, ...unsigned(local))
  }
  set(local: number): this {
    return this.op(0x21, ...unsigned(local))
  }
  tee(local: number): this {
    return this.op(0x22, ...unsigned(local))
  }
  i32(value: number): this {
    return this.op(0x41, ...signed(value))
  }
  addI32(): this {
    return this.op(0x6a)
  }
  /** Repeats what `body` leaves true. */
  loopWhile(body: () => void): this {
    this.op(0x03, 0x40)
    body()
    return this.op(0x0d, 0, 0x0b)
  }
  /** Two 64-bit words, little-endian each. */
  v128(low: bigint, high: bigint): this {
    return this.vector(0x0c, ...words(low), ...words(high))
  }
  /** [address] -> the same 64 bits in both lanes. */
  load64Splat(offset: number): this {
    return this.vector(0x0a, 3, ...unsigned(offset))
  }
  /** [address, vector] -> the vector with its upper lane from memory. */
  load64Upper(offset: number): this {
    return this.vector(0x57, 3, ...unsigned(offset), 1)
  }
  /** [address, vector] */
  store64(offset: number, lane: 0 | 1): this {
    return this.vector(0x5b, 3, ...unsigned(offset), lane)
  }
  /** Bytes of one vector in another order; the same order in both lanes. [vector, vector] */
  shuffle(order: number[]): this {
    return this.vector(0x0d, ...order)
  }
  splatI32(): this {
    return this.op(0xad).vector(0x12) // i64.extend_i32_u, i64x2.splat
  }
  add(): this {
    return this.vector(0xce)
  }
  xor(): this {
    return this.vector(0x51)
  }
  or(): this {
    return this.vector(0x50)
  }
  shiftLeft(bits: number): this {
    return this.i32(bits).vector(0xcb)
  }
  shiftRight(bits: number): this {
    return this.i32(bits).vector(0xcd)
  }

  private op(...bytes: number[]): this {
    this.bytes.push(...bytes)
    return this
  }
  private vector(operation: number, ...rest: number[]): this {
    return this.op(0xfd, ...unsigned(operation), ...rest)
  }
}

/**
 * A module with one exported function `run` of that many 32-bit parameters, that many 128-bit locals after them, and an
 * exported memory (WebAssembly 2.0, 5.5).
 */
export function wasmModule(code: WasmCode, shape: { parameters: number; vectors: number; pages: number }) {
  const body = [1, ...unsigned(shape.vectors), 0x7b, ...code.bytes, 0x0b]
  const type = [0x60, shape.parameters, ...Array<number>(shape.parameters).fill(0x7f), 0]
  const exported = [2, 3, ...Buffer.from('run'), 0, 0, 6, ...Buffer.from('memory'), 2, 0]
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, ...type]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, ...unsigned(shape.pages)]),
    ...section(7, exported),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ])
}

function section(id: number, content: number[]): number[] {
  return [id, ...unsigned(content.length), ...content]
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]
}

function signed(value: number): number[] {
  const isLast = value >= -0x40 && value < 0x40
  return isLast ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)]
}

function words(value: bigint): number[] {
  return Array.from({ length: 8 }, (_, byte) => Number((value >> BigInt(byte * 8)) & 0xffn))
}
