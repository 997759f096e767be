import { PageMissing } from '../page-missing';

/** In the page's place when a part of it could not be fetched. */
export const ClipsMissing = () => <PageMissing name="Clips" />;
