import type { TopicInput } from '#shared/topics'

export const DEMO_SECONDS = 14

export interface DemoVideo {
  /** Names the video for ever: adding the demo again finds it. */
  name: string
  title: string
  description: string
  topic: string
  /** Filter graph of the pictures, without size and pixel format. */
  pictures: string
  /** Of the soft chord below it, in hertz. */
  chord: readonly number[]
  /** Filters that this graph uses. */
  filters: readonly string[]
  /** Parts worth a clip: seconds in and out, and what is seen in them. */
  clips: readonly (readonly [start: number, end: number, title: string])[]
}

export const DEMO_TOPICS: readonly TopicInput[] = [
  {
    combinedTopicName: 'patterns',
    topicName: 'Patterns',
    description: 'Simple rules, and what comes of them.',
    thumbnailURL: '',
    prerequisites: [],
  },
  {
    combinedTopicName: 'physics',
    topicName: 'Physics',
    description: 'How things move.',
    thumbnailURL: '',
    prerequisites: [],
  },
  {
    combinedTopicName: 'patterns/automata',
    topicName: 'Patterns',
    subTopicName: 'Automata',
    description: 'Simple rules, applied again and again, and what grows from them.',
    thumbnailURL: '',
    prerequisites: [],
  },
  {
    combinedTopicName: 'patterns/fractals',
    topicName: 'Patterns',
    subTopicName: 'Fractals',
    description: 'Shapes that look alike however near one goes.',
    thumbnailURL: '',
    prerequisites: ['patterns/automata'],
  },
  {
    combinedTopicName: 'physics/waves',
    topicName: 'Physics',
    subTopicName: 'Waves',
    description: 'Ripples that meet, add up and cancel out.',
    thumbnailURL: '',
    prerequisites: [],
  },
]

/** Made by sources of ffmpeg itself: nothing is downloaded, and nobody else holds rights to it. */
export const DEMO_VIDEOS: readonly DemoVideo[] = [
  {
    name: 'life',
    title: "Conway's Game of Life",
    description: 'A cell lives on with two or three neighbours, and is born with three. Watch gliders leave the crowd.',
    topic: 'patterns/automata',
    pictures: 'life=size=160x90:rate=12:mold=24:ratio=0.16:seed=7:death_color=#0b1f3a:life_color=#7cf5c8:mold_color=#14345e,scale=1280:720:flags=neighbor',
    chord: [220, 277.18, 329.63],
    filters: ['life'],
    clips: [[0, 5, 'From noise to shapes'], [6, 12.5, 'Gliders leave the crowd']],
  },
  {
    name: 'rule-110',
    title: 'Rule 110: order at the edge of chaos',
    description: 'Each row follows from the one above by eight small rules. This pattern can compute anything at all.',
    topic: 'patterns/automata',
    pictures: "cellauto=rule=110:size=320x180:rate=30:scroll=1:random_seed=5,format=gray,scale=1280:720:flags=neighbor,format=yuv420p,lutyuv=y='16+val*0.75':u='128+40*(val/255)':v='120-30*(val/255)'",
    chord: [196, 246.94, 293.66],
    filters: ['cellauto', 'lutyuv'],
    clips: [[2, 8.5, 'Triangles out of one rule']],
  },
  {
    name: 'mandelbrot',
    title: 'Into the Mandelbrot set',
    description: 'One formula, squared and added to itself. The nearer one looks, the more there is.',
    topic: 'patterns/fractals',
    pictures: 'mandelbrot=size=640x360:rate=25:start_scale=3:end_scale=0.004:end_pts=320:maxiter=250:inner=black,scale=1280:720:flags=bicubic',
    chord: [174.61, 220, 261.63],
    filters: ['mandelbrot'],
    clips: [[0, 6, 'The whole set'], [7.5, 13.5, 'The same again, far inside']],
  },
  {
    name: 'interference',
    title: 'Two ripples meet',
    description: 'Two sources send out circles. Where crests meet they add up; where crest meets trough they cancel out.',
    topic: 'physics/waves',
    pictures: "nullsrc=size=160x90:rate=25,geq=r='20+45*(1+sin(hypot(X-55,Y-45)/4.5-5*T))*0.5+60*(1+sin((hypot(X-55,Y-45)-hypot(X-105,Y-45))/7))*0.5':g='50+80*(1+sin(hypot(X-105,Y-45)/4.5-5*T))*0.5':b='110+70*(sin(hypot(X-55,Y-45)/4.5-5*T)+sin(hypot(X-105,Y-45)/4.5-5*T))',scale=1280:720:flags=bicubic",
    chord: [207.65, 261.63, 311.13],
    filters: ['nullsrc', 'geq'],
    clips: [[3, 9, 'Where crest meets trough']],
  },
] // prettier-ignore
