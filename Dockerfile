# The portal as one image: gunicorn, whitenoise for the static files, no build tools left in it.
# It needs a DATABASE_URL and the settings of .env.example; docker-compose.yml shows both.

FROM node:22-slim AS assets
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY scripts/ scripts/
COPY regions/grid.py regions/
COPY static/ static/
# Only the styles that the pages use are kept, so the build reads the pages too.
COPY templates/ templates/
COPY vwnw_portal/ vwnw_portal/
RUN scripts/build_assets.sh

FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
COPY requirements.lock ./
RUN python -m venv /venv && /venv/bin/pip install --require-hashes -r requirements.lock
ENV PATH=/venv/bin:$PATH
COPY manage.py pyproject.toml gunicorn.conf.py ./
COPY scripts/ scripts/
COPY fixtures/ fixtures/
# The worked examples: the pages of the rules show them, and the preview of a new value runs them.
COPY locale/ locale/
COPY docs/handleiding-beheer.md docs/
COPY templates/ templates/
COPY vwnw_portal/ vwnw_portal/
COPY referrals/ referrals/
COPY services/ services/
COPY regions/ regions/
COPY notation/ notation/
COPY --from=assets /app/var/assets/ var/assets/
# The key is for this step only: nothing is signed with it and it does not stay in the image.
RUN pybabel compile --directory locale --domain django \
    && SECRET_KEY=only-to-collect-static-files python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q .

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PRODUCTION=1 BIND=0.0.0.0:8000 VAR_DIR=/app/var
RUN useradd --system --uid 10001 --no-create-home portal
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build --chown=root:root /app /app
# Only var/ is the portal's own: an embedded database could live there; the code cannot be changed.
RUN chown -R portal /app/var
USER portal
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["python", "scripts/healthcheck.py"]
CMD ["scripts/serve.sh"]
