# syntax=docker/dockerfile:1
# One image for all three processes: api (default), worker, migrate.
FROM node:24-bookworm-slim AS build
WORKDIR /portal
COPY package.json package-lock.json ./
COPY web/package.json web/package-lock.json web/.npmrc web/
RUN --mount=type=cache,target=/root/.npm npm ci && npm --prefix web ci
COPY . .
# The packages are there already; this compiles the server and the pages.
RUN node scripts/build.mjs --no-install && npm prune --omit=dev --omit=optional

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 WEB_DIST=/portal/web/dist
WORKDIR /portal
COPY --from=build --chown=root:root /portal/package.json ./
COPY --from=build --chown=root:root /portal/node_modules node_modules
COPY --from=build --chown=root:root /portal/dist dist
COPY --from=build --chown=root:root /portal/web/dist web/dist
# Nothing in the image is writable by the account that runs it.
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.PORT+'/readyz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "--max-semi-space-size=64", "dist/main.js"]
