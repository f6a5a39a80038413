import { describe, expect, it } from 'vitest'
import { databaseName } from '../../server/database.ts'

describe('databaseName', () => {
  it.each([
    ['mongodb://127.0.0.1:27017/films', 'films'],
    ['mongodb://127.0.0.1:27017/films?replicaSet=rs0', 'films'],
    ['mongodb://a:27017,b:27017,c:27017/films?w=majority', 'films'],
    ['mongodb+srv://user:pass%2Fword@cluster0.example.net/films', 'films'],
    ['mongodb+srv://user:pass@cluster0.example.net/?retryWrites=true', 'clipway'],
    ['mongodb://%2Ftmp%2Fmongodb.sock/clipway?directConnection=true', 'clipway'],
    ['mongodb://127.0.0.1:27017', 'clipway'],
  ])('%s', (uri, name) => {
    expect(databaseName(uri)).toBe(name)
  })
})
