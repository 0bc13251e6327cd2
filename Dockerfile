# The bridge as an image. Build:  docker build -t revenue-bridge .
# Run:  docker run -v bridge:/bridge/var -v ./config:/bridge/config:ro --env-file bridge.env revenue-bridge

FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements/run.lock requirements/build.lock requirements/
RUN python -m venv /opt/build \
    && /opt/build/bin/pip install --no-cache-dir --require-hashes --requirement requirements/build.lock
RUN python -m venv /opt/bridge \
    && /opt/bridge/bin/pip install --no-cache-dir --require-hashes --requirement requirements/run.lock
COPY pyproject.toml README.md LICENSE ./
COPY bridge bridge
# The wheel is built by the locked tools, which stay behind in this stage.
RUN /opt/build/bin/pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /tmp/wheels . \
    && /opt/bridge/bin/pip install --no-cache-dir --no-deps --no-index --find-links /tmp/wheels revenue-bridge

FROM python:3.12-slim
ENV PATH=/opt/bridge/bin:$PATH \
    PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --home-dir /bridge --no-create-home bridge \
    && install --directory --owner=bridge /bridge /bridge/var
COPY --from=build /opt/bridge /opt/bridge
WORKDIR /bridge
COPY config config
USER bridge
# The SQLite store; with PostgreSQL nothing is kept here.
VOLUME ["/bridge/var"]
# A first pass over a long history takes its time; nothing counts until it had some.
HEALTHCHECK --interval=60s --timeout=10s --start-period=600s CMD ["bridge", "health"]
ENTRYPOINT ["bridge"]
CMD ["run"]
