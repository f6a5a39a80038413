// h3's router has no way from HEAD to a GET handler
export { default } from './[file].get.ts'
