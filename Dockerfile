# One image for every process; docker-compose.yml says which is which.
# Needed at run time: a writable /tmp and a volume at /media. Nothing else is written, so the rest may be read-only.

FROM node:24-bookworm-slim AS frontend
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY build.mjs ./
COPY static static
COPY templates templates
RUN node build.mjs

FROM python:3.11-slim-bookworm AS packages
ENV PYTHONDONTWRITEBYTECODE=1
RUN pip install --no-cache-dir --disable-pip-version-check uv==0.13.9
WORKDIR /app
COPY pyproject.toml requirements.lock ./
# pyproject.toml says what production needs, the lock says which version and which bytes: no second list
RUN python -m venv --without-pip /venv \
 && uv pip install --no-cache --no-build --compile-bytecode --python /venv/bin/python \
    --require-hashes -r pyproject.toml -c requirements.lock

FROM packages AS build
ENV PATH=/venv/bin:$PATH
COPY . .
COPY --from=frontend /app/static/dist static/dist
# the keys below live for this one step and sign nothing
RUN python dev/catalogues.py locale/*/LC_MESSAGES/*.po \
 && MEYDAN_ENV=production SECRET_KEY="$(head -c 48 /dev/urandom | base64)" \
    TOKEN_KEYS="build:$(head -c 32 /dev/urandom | base64)" python manage.py collectstatic --noinput \
 && rm -rf dev static Dockerfile .dockerignore pyproject.toml requirements.lock package.json package-lock.json .npmrc build.mjs \
 && python -m compileall -q .

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="Meydan" \
      org.opencontainers.image.description="A social media management suite: nothing unapproved leaves, nothing is sent twice." \
      org.opencontainers.image.documentation="docs/operations.md"
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MEYDAN_ENV=production \
    MEYDAN_WEB_BIND=0.0.0.0:8000 \
    MEYDAN_MEDIA_ROOT=/media
RUN groupadd --gid 10001 meydan \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin meydan \
 && install -d -o 10001 -g 10001 -m 0750 /media
COPY --from=packages /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER 10001:10001
VOLUME ["/media"]
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 CMD ["python", "-m", "core.probe", "web"]
CMD ["gunicorn", "-c", "python:smm.gunicorn", "smm.wsgi"]
