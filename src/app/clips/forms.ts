export { CLIP_FORMS, MOODS, promptsFor, type Mood, type Prompt } from '../../pipeline';
