/*
 * Made-up rounds for bench/engine, straight in typed columns: skewed sizes, three classes, weights 1 to 3,
 * carried claims, a third of the requests with a minimum. The same seed gives the same round.
 */

/** xorshift32: quick, and the same everywhere. Numbers in [0, 1). */
export function randomOf(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** So many distinct lists of one to four pools, in order of preference. */
export function preferenceLists(random, pools, count) {
  const lists = new Map();
  while (lists.size < count) {
    const list = [];
    const length = 1 + Math.floor(random() * Math.min(4, pools));
    while (list.length < length) {
      const pool = Math.floor(random() * pools);
      if (!list.includes(pool)) list.push(pool);
    }
    const key = [...list].sort((a, b) => a - b).join();
    if (!lists.has(key)) lists.set(key, Int32Array.from(list));
    if (pools === 1) break;
  }
  return [...lists.values()];
}

/**
 * @param {{ math: object, requests: number, each?: number, pools?: number, sets?: number,
 *   setsEach?: number, minimums?: boolean, seed?: number }} shape `setsEach`: among how many accepted
 *   sets the requests of one organisation are spread
 */
export function columnsOf(shape) {
  const {
    math,
    requests,
    each = 10,
    pools = 1,
    sets = 1,
    setsEach = 1,
    minimums = true,
    seed = 20270301,
  } = shape;
  const random = randomOf(seed);
  const organisations = Math.ceil(requests / each);
  const classCount = 3;
  const preferences = preferenceLists(random, pools, sets);
  const columns = {
    math,
    classCount,
    poolCount: pools,
    preferences,
    borrowWeight: Float64Array.of(1, 3, 2),
    capacity: math.array(pools),
    guaranteePpm: new Int32Array(classCount * pools),
    ceilingPpm: new Int32Array(classCount * pools).fill(-1),
    groupCap: math.array(0),
    classOf: new Int32Array(organisations),
    weight: new Float64Array(organisations),
    cap: math.array(organisations).fill(math.none),
    groupOf: new Int32Array(organisations).fill(-1),
    balance: math.array(organisations),
    tieHigh: new Uint32Array(organisations),
    tieLow: new Uint32Array(organisations),
    organisationOf: new Int32Array(requests),
    minimum: math.array(requests),
    ask: math.array(requests),
    preferenceOf: new Int32Array(requests),
    score: new Float64Array(requests),
    deadline: new Float64Array(requests),
    submittedAt: new Float64Array(requests),
    singlePool: new Uint8Array(requests),
  };
  const own = [];
  for (let o = 0; o < organisations; o++) {
    const drawn = random();
    columns.classOf[o] = drawn < 0.2 ? 0 : drawn < 0.7 ? 1 : 2;
    columns.weight[o] = 1 + Math.floor(random() * 3);
    columns.balance[o] = random() < 0.5 ? 0 : Math.floor((random() - 0.5) * 20_000);
    columns.tieHigh[o] = random() * 2 ** 32;
    columns.tieLow[o] = random() * 2 ** 32;
    own.push(Array.from({ length: setsEach }, () => Math.floor(random() * preferences.length)));
  }
  let asked = 0;
  for (let r = 0; r < requests; r++) {
    // Spread over the organisations as they would come: not grouped.
    const o = r % organisations;
    columns.organisationOf[r] = o;
    columns.ask[r] = 1 + Math.floor(100 / (0.001 + random()) ** 0.7);
    columns.minimum[r] = minimums && random() < 0.33 ? Math.floor(columns.ask[r] * random()) : 0;
    columns.preferenceOf[r] = own[o][Math.floor(random() * setsEach)];
    columns.score[r] = 600 + Math.floor(random() * 400);
    columns.deadline[r] =
      random() < 0.5 ? Infinity : 1_800_000_000_000 + Math.floor(random() * 1e10);
    columns.submittedAt[r] = 1_790_000_000_000 + Math.floor(random() * 1e9);
    asked += columns.ask[r];
  }
  for (let pool = 0; pool < pools; pool++) {
    columns.capacity[pool] = Math.floor((asked * 0.6 * (0.5 + random())) / pools);
    for (let c = 0; c < classCount; c++)
      columns.guaranteePpm[c * pools + pool] = [200_000, 450_000, 300_000][c];
  }
  return columns;
}
