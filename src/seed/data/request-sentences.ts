import type { SeedClass } from './organisations.js';

/*
 * Sentences from which requests are put together. {gpus} {months} {hours} {minimum} {previous} are filled
 * in; a request takes one sentence of each list.
 */

/** How the time is used. */
export const methodSentences: readonly string[] = [
  'The runs use {gpus} accelerators at a time with data and tensor parallelism; scaling was measured up to that number on our own nodes.',
  'We train in stages: small runs to fix the recipe, then one long run on {gpus} accelerators with a checkpoint every two hours.',
  'About a third of the time goes into ablations; the main training takes the rest, on {gpus} accelerators.',
  'The work runs as an array of independent jobs that together keep {gpus} accelerators busy, so it can start whenever there is room.',
  'Half of the time trains, half generates the simulations from which the model learns, in alternation on {gpus} accelerators.',
  'Our code is containerised and was profiled at 41 % of peak on one node; on {gpus} accelerators we expect 34 %.',
  'We use activation checkpointing and eight-bit optimiser states, which lets {gpus} accelerators hold the model.',
  'Five seeds per setting are planned, because earlier results in this field did not survive a second seed.',
  'The data loader streams from object storage; a dry run on {gpus} accelerators kept them above 90 % busy.',
  'Evaluation is part of the plan from the first week: a tenth of the time is kept for it.',
  'Training is restarted from an open checkpoint, which saves about half of what a run from the beginning would need.',
  'The larger model is trained only if the smaller one reaches the target that we wrote down beforehand.',
];

/** What the minimum means. */
export const minimumSentences: readonly string[] = [
  'With {minimum} GPU-hours the smaller of the two models can still be finished.',
  'Below {minimum} GPU-hours there would be no result that somebody could use.',
  'With {minimum} GPU-hours we would drop the ablations and keep the main run.',
  'With {minimum} GPU-hours two of the four work packages can be done, and they stand on their own.',
  'At {minimum} GPU-hours we would train on a third of the data and say so.',
  'The minimum of {minimum} GPU-hours covers training without the second language group or region.',
  '{minimum} GPU-hours pay for one complete run without a repeat.',
];

/** What comes out, by class of applicant. */
export const outcomeSentences: Record<SeedClass, readonly string[]> = {
  large: [
    'Weights stay with us; the benchmark, the code for evaluation and a technical report are published.',
    'Two small suppliers take part from the first month and may use the model without a fee for three years.',
    'The result goes into operation at two sites; measurements of the first half-year will be public.',
    'We release the data set under an open licence after a review by our works council.',
    'The model is published with open weights after a safety review.',
    'A doctoral student at a partner university writes the evaluation and is free to publish it.',
  ],
  sme: [
    'The product that follows is planned for next autumn; two customers have signed letters of interest.',
    'We publish the model card and all negative results, and keep the fine-tuned weights.',
    'Without public machines this training would cost more than our yearly turnover.',
    'Base weights are released openly; our income comes from support.',
    'Three pilot users, named in the annex, test the result from month four.',
    'The model will run on customers’ own hardware; no data comes back to us.',
  ],
  science: [
    'Code, weights and data are published under open licences with the paper.',
    'Two doctoral theses and a summer school build on the result.',
    'Everything is released openly at the end of the project; intermediate checkpoints come out every month.',
    'Results are shared with the public service that asked for them before they are published.',
    'The trained models become part of a public collection that nine institutes maintain.',
    'We pre-registered the hypotheses; the registration is public.',
  ],
};

/** Of the request at the second cut-off: what it shares with the one before. */
export const sisterSentences: readonly string[] = [
  'The sister project “{previous}” was requested at the previous cut-off; the two share code and team, but neither depends on the other.',
  'It shares its data preparation with “{previous}” and answers a question that came up there.',
  'If “{previous}” is awarded, its first checkpoint is our starting point; if not, we start from an open one.',
  'A pilot for this ran beside “{previous}” on our own machines and made the estimate below possible.',
];

/** Purpose, as the applicant says it in one line. */
export const purposes: Record<SeedClass, readonly string[]> = {
  large: ['Industrial research with published evaluation', 'Experimental development before a pilot in operation', 'Industrial research together with small suppliers', 'Adoption pilot inside an EU-funded project'],
  sme: ['Innovation of a small enterprise', 'Industrial research of a start-up', 'Product development with open base weights', 'Experimental development with pilot customers'],
  science: ['Open science', 'Fundamental research', 'Research for a public service', 'Open science with training of doctoral students'],
}; // prettier-ignore

/** Where the data comes from and what may be done with it: of patients, of words and works, of all else. */
export const dataSentences: Record<'patients' | 'works' | 'other', readonly string[]> = {
  patients: [
    'Pseudonymised data under an approval of the ethics board; the key never leaves the hospital that holds it.',
    'Data of consenting participants on encrypted storage; nothing that identifies a person leaves the clinic.',
    'Linked registers under a permit of the health data authority, for this project only, deleted a year after it.',
  ],
  works: [
    'All texts and recordings are licensed for this use; the list with licences is attached.',
    'Public collections only, with an opt-out register that we check before each run.',
    'Archive material under terms agreed with those who gave it; restricted items are left out.',
    'A mix of open collections (about 80 %) and material bought for research; provenance is recorded per file.',
  ],
  other: [
    'Simulated data, produced in the project and published with it. No personal data.',
    'Measurements of our own and of partners, under a written agreement until two years after the project. No person can be recognised in them.',
    'Open observation data with documented provenance; our annotations are published under the same licence.',
    'All training data is licensed for this use; the list with licences is attached. No personal data.',
  ],
};

/** Who works on it. */
export const teamSentences: readonly string[] = [
  'Two researchers, one engineer for data and one for performance; the principal investigator is employed until well after the end.',
  'A team of five, three of whom have trained models of this size before.',
  'One group leader, two post-docs, three doctoral students, and help by the site’s application support.',
  'Four engineers, one domain expert at half time and an outside adviser for evaluation.',
  'Six people in two places; weekly reviews; a named deputy for each role.',
  'Three people full time. A second engineer joins in month two; the contract is signed.',
];

/** Why members joined: one is taken for each invented member. */
export const motivations: readonly string[] = [
  'We train models for our own field and reach the limits of our machines every month. We join to use what Europe builds together, and to give back data and test cases.',
  'Our suppliers and customers are small. If they can use good models in their own language, so can we.',
  'We want the rules for access to be clear and the same for everybody, and are ready to be measured by them.',
  'We can offer pilots in real operation, and people who will say honestly what did not work.',
  'Open models need open evaluation. We bring test data that nobody else has and will maintain it.',
  'We educate the people who will run these machines, and need time on them to do so.',
  'In our sector nobody can afford such a machine alone. Sharing one is better than renting one overseas.',
  'We have published our models for years and would like to do so at the next size.',
  'We have data that must not leave Europe, and problems that are worth solving with it.',
  'The initiative asks for commitments. Ours is time of experienced engineers for start-ups in our region.',
];

/** What a member does with artificial intelligence. */
export const aiActivities: readonly string[] = [
  'A team of nine works on training and evaluation; two models are in daily use.',
  'We fine-tune open models for our field and publish what we change.',
  'Three research groups, one shared cluster of 96 accelerators, about forty theses a year.',
  'Machine learning in operation since 2019: forecasts, inspection, planning.',
  'We moved from rented services to our own models last year and now need larger runs.',
  'Our models run where our customers are; training is the part for which we need help.',
];
