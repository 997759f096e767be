/** How a form is to be said; also the recording's `delivery`. */
export const MOODS = ['plain', 'lively', 'soft'] as const;
export type Mood = (typeof MOODS)[number];

/** One thing to be said in the guided recorder. */
export interface Prompt {
  readonly form: string;
  readonly mood: Mood;
  /** What somebody says to you; you answer with the form. */
  readonly line: string;
}

/** For each form a plain, a happy and a sad thing to answer, written for this purpose. */
const LINES: Readonly<Record<string, readonly [plain: string, lively: string, soft: string]>> = {
  absolutely: [
    'You should read the whole letter before you sign it.',
    'We have to celebrate this properly!',
    'She deserved so much better than that.',
  ],
  ah: [
    'The key was under the other mat.',
    'And then I understood how the trick works!',
    'He had waited at the wrong station all evening.',
  ],
  cool: [
    'The museum opens on Mondays now.',
    'They let me fly the little plane myself!',
    'So I have the evenings to myself again, I suppose.',
  ],
  definitely: [
    'The second road is shorter.',
    'You are coming to the party, you have to!',
    'I think we should have called her sooner.',
  ],
  exactly: [
    'So you turn it off first and then wait a minute.',
    'That is just the thing I have been saying all year!',
    'Nobody asked him how he was, not once.',
  ],
  good: [
    'The parcel came this morning.',
    'The doctor says everything is fine again!',
    'At least he did not have any pain.',
  ],
  mhm: [
    'So first we went to the shop on the corner.',
    'And then the band came out and played for another hour!',
    'It has been a hard year for my mother.',
  ],
  mm: [
    'I have not decided about the colour yet.',
    'The soup had ginger in it, and it was so good!',
    'I still think about that dog every day.',
  ],
  oh: [
    'The meeting is on the third floor.',
    'We are going to have a baby!',
    'They closed the bakery for good.',
  ],
  okay: [
    'I will take the bus and be there at six.',
    'Put your shoes on, we are leaving for the sea!',
    'I would rather not talk about it today.',
  ],
  really: [
    'My grandfather built this table.',
    'I won the first prize!',
    'He has not spoken to his brother in ten years.',
  ],
  right: [
    'The blue one goes on the left side.',
    'So it was the cat all the time, hiding in the piano!',
    'After that it was never quite the same.',
  ],
  sure: [
    'Could you hold this for a second?',
    'Come with us, there is still a seat in the car!',
    'I might need some time for myself.',
  ],
  'uh-huh': [
    'You go past the church and over the bridge.',
    'And guess who was standing at the door!',
    'I did not sleep much this week.',
  ],
  wow: [
    'The tower has nine hundred steps.',
    'We saw a whale, right beside the boat!',
    'They lost everything in one night.',
  ],
  yeah: [
    'It usually rains here in November.',
    'It was the best concert of my life!',
    'I just miss having them around.',
  ],
  yep: ['You are in the phone book, are you?', 'So tonight is the night!', 'I guess that is how it goes.'],
  yes: ['The train leaves at ten past.', 'They said I can have the job!', 'You knew her well, too.'],
};
const ANY = [
  'So that is what we did on Sunday.',
  'And it worked at the first try!',
  'It did not end well for him.',
] as const;

/** Everything to be said for these forms and moods: one mood after another, so that each can be kept up for a while. */
export const promptsFor = (forms: readonly string[], moods: readonly Mood[]): readonly Prompt[] =>
  moods.flatMap((mood) =>
    forms.map((form) => ({ form, mood, line: (LINES[form] ?? ANY)[MOODS.indexOf(mood)] ?? ANY[0] })),
  );
