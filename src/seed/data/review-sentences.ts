/*
 * Sentences from which reviews are put together: by quality of what is reviewed. {gpus} {months}
 * {hours} are filled in. Strengths and weaknesses are taken without repeating one inside a review.
 */
export type ReviewBand = 'excellent' | 'good' | 'fair' | 'weak';

export const openings: Record<ReviewBand, readonly string[]> = {
  excellent: [
    'An ambitious and unusually well prepared proposal.',
    'Among the strongest requests I have read in this call.',
    'The question matters, the plan is credible and the team has shown that it can do this.',
    'Convincing from the first page to the last.',
    'I would like to see this done soon, and by this team.',
    'A request that makes its reviewers’ work easy.',
    'Original, careful, and of the right size.',
    'Few proposals say so clearly what would count as a failure.',
  ],
  good: [
    'A solid proposal with a clear goal.',
    'Good work, well explained, with some open ends.',
    'I support this request; the points below could be settled before the start.',
    'The idea is sound and the effort proportionate.',
    'A careful request that does not promise too much.',
    'Well above average, with two points that the panel should raise.',
    'A request that I would like to see funded, at the minimum if need be.',
    'Useful work by people who know their field.',
    'Clearly written and honest about its limits.',
  ],
  fair: [
    'The goal is worthwhile, but the plan leaves important questions open.',
    'There is a good project in this request; it is not quite this one yet.',
    'Interesting, though less original than the text suggests.',
    'I see the need but am not convinced by the way to it.',
    'Acceptable in parts, uneven as a whole.',
    'The request would gain from another month of preparation.',
    'The parts are better than the whole.',
    'Sound in method, vague in purpose.',
  ],
  weak: [
    'In this form I cannot recommend the request.',
    'The request does not show why a machine of this size is needed.',
    'The text describes a product more than a piece of work.',
    'Too much is left to later.',
    'The text leaves the reader to guess the question.',
    'I read the request twice and still cannot say what is trained.',
  ],
};

export const excellenceSentences: Record<ReviewBand, readonly string[]> = {
  excellent: [
    'The baseline is the best published system, not a straw man, and the target is stated in numbers.',
    'The hypothesis can fail, and the applicants say how they would notice.',
    'Preliminary results on a small model already beat what is in use.',
    'The choice of data is the real novelty here and is argued very well.',
    'The authors know the literature of both fields that they join.',
    'The ablations are chosen so that each answers one question.',
    'The applicants explain why simpler methods fail, with data.',
    'A negative result would be worth publishing, and the plan says where.',
    'The link between theory and experiment is the best part of the text.',
  ],
  good: [
    'The method is established; its use in this setting is new enough to be worth the time.',
    'The comparison with earlier work is fair, if brief.',
    'The evaluation plan is good; I would add a test on data from another country.',
    'The goals are clear and measurable for two of the three work packages.',
    'Sensible choice of model size, with a reason given.',
    'The risk that the larger model brings nothing is named and planned for.',
    'The description of the architecture is precise enough to repeat the work.',
    'Two of three hypotheses are sharp; the third could be dropped.',
    'A human baseline would help the reader to judge the target.',
    'The related work is fair to competitors.',
  ],
  fair: [
    'It remains unclear in what respect the result would be better than existing open models.',
    'The state of the art stops two years ago.',
    'The measure of success is an average; the rare cases, which matter here, are not looked at.',
    'Novelty lies mostly in scale.',
    'The two alternatives are described but no criterion is given for choosing between them.',
    'The link between the training objective and the stated goal is loose.',
    'A comparison with a well-tuned small model is missing.',
    'The text announces a foundation model where a classifier would do.',
    'Uncertainty is mentioned once and not measured.',
  ],
  weak: [
    'No baseline is named.',
    'The central claim is not testable as it stands.',
    'The method that is described would not use the data that is described.',
    'The approach was tried three years ago and its failure is not discussed.',
    'Goals and methods belong to two different projects.',
  ],
};

export const impactSentences: Record<ReviewBand, readonly string[]> = {
  excellent: [
    'Users are named, have been asked, and take part in the evaluation.',
    'The open release would help a dozen groups that I know of.',
    'The effect on a public service is direct and can be measured within a year.',
    'It serves languages, regions or patients that present systems forget.',
    'Small partners get the model first, which is how it should be.',
    'The data set that comes with it will outlive the model.',
    'It fills a gap that a public authority has described in writing.',
    'The plan for maintenance after the end is unusual and convincing.',
  ],
  good: [
    'The path to use is plausible; a letter from one user would have made it stronger.',
    'Publication of the evaluation data is a benefit in itself.',
    'Two small partners profit early, which I welcome.',
    'The benefit is real, though it will stay in one sector at first.',
    'I would like the benchmark to be open before the model is.',
    'The result can be carried over to two neighbouring fields.',
    'The training of young people is part of the plan, not an ornament.',
    'The market is small but the need in it is great.',
    'Open weights for the base model are promised without conditions.',
  ],
  fair: [
    'Who will use the result is described in general words only.',
    'Open release is announced “where possible”; the panel should ask what that means.',
    'The expected saving is given without saying how it was estimated.',
    'The impact seems regional, while the request is among the larger ones.',
    'The benefit for small firms is asserted more than planned.',
    'Users come in at the end; they should be asked at the start.',
    'The licence of the result is left open.',
  ],
  weak: [
    'I could not find anybody outside the applicant who would benefit.',
    'The claimed market figures have no source.',
    'The result would serve one contract of the applicant.',
    'The text confuses publicity with impact.',
  ],
};

export const implementationSentences: Record<ReviewBand, readonly string[]> = {
  excellent: [
    'The calculation of {hours} GPU-hours can be followed line by line and agrees with my own.',
    'Scaling to {gpus} accelerators is shown by measurement, checkpointing and restart were tested.',
    'The plan has stop criteria, so that time is given back when a run does not work out.',
    'Data rights are settled and documented.',
    'Energy use is estimated and the runs are planned with it in mind.',
    'The largest job was rehearsed at half its size.',
    'Each milestone has a date, an owner and a number.',
    'Restart after a failed node was measured: eleven minutes.',
  ],
  good: [
    'The use of {gpus} accelerators is justified; storage is estimated a little low.',
    'The work plan over {months} months is realistic.',
    'The minimum is well chosen: with it there would still be a result.',
    'The team has the skills; I would name a deputy for the lead engineer.',
    'Checkpoints are large; the site should be asked about storage early.',
    'Profiling results are given, if only for one data type.',
    'The software stack is known to run on this partition.',
    'The split between ablations and main run is sensible.',
    'Half a person for data quality is little, but the person is named.',
  ],
  fair: [
    'The estimate of {hours} GPU-hours contains a factor of two that is not explained.',
    'No scaling measurement beyond a single node is shown.',
    'Risks are listed, but none has an owner or a date.',
    'The first {months} months are full; the write-up has no place in them.',
    'It is not said what happens to the data after the end.',
    'The profile shows that a third of the time is spent waiting for data.',
    'The plan assumes that the queue is empty.',
    'Who prepares the data is not clear.',
    'The larger part of {hours} GPU-hours goes into a sweep that could be halved.',
  ],
  weak: [
    'The request for {gpus} accelerators rests on an extrapolation from one.',
    'The team has no member who has run anything of this size.',
    'The rights to the training data are not cleared.',
    'The plan of {months} months has one milestone, at its end.',
    'The software has never run on more than one machine.',
  ],
};

/** For the panel's eyes only. */
export const panelSentences: Record<ReviewBand, readonly string[]> = {
  excellent: [
    'If time is short, this should be among the last to be cut.',
    'I checked the numbers of the scaling test; they are right.',
    'Clear case for me.',
    'I would support more than the minimum even in a tight round.',
    'I know of no stronger group for this.',
  ],
  good: [
    'I would fund it at the minimum if the ask cannot be met.',
    'My score could move up after discussion of the evaluation.',
    'Close to the best group, not in it.',
    'I have no strong view between the minimum and the ask.',
    'Solid; I would not fight for it against the best.',
    'Please ask about the licence.',
  ],
  fair: [
    'On the threshold for me; I can be persuaded either way.',
    'Would be a good candidate for development access first.',
    'The impact score is where reviewers may differ.',
    'A short interview would tell more than the text.',
    'Half of the ask would do for what is described.',
  ],
  weak: [
    'Better to encourage a smaller request at the next cut-off.',
    'Not yet.',
    'The idea may be better than the text; they should talk to a support centre.',
  ],
};

/** Reasons of an officer or assessor for ending a request early. */
export const completenessReasons: readonly string[] = [
  'The signed statement on data rights is missing and did not arrive within the due date.',
  'The annex describes another project than the request does. Please submit again at the next cut-off.',
  'The principal investigator’s employment ends before the project would. The rules ask for three months beyond it.',
];
export const technicalReasons: readonly string[] = [
  'The code does not run on the accelerators of the pool that is asked for, and no port is planned.',
  'The calculation of GPU-hours confuses nodes with accelerators; corrected, the request is below the call’s least size.',
  'The memory per accelerator that the model needs is not available in this partition.',
];
export const withdrawReasons: readonly string[] = [
  'We received time on a national system and withdraw in favour of others.',
  'Our data partner has left the project; we will come back with a new plan.',
];

/** Why an applicant declines a grant. */
export const declineReasons: readonly string[] = [
  'The amount lies below what our plan needs after the partner left; we prefer to give it back now.',
  'The engineer for this project has left, and we cannot start within the period.',
];
