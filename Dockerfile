# The command line in a container: docker run --rm -v "$PWD:/work" see-mcda rank problem.yaml
# The service for a team: compose.yaml
# BASE needs python3 (3.11 or later) and, for the build stage, pip.
ARG BASE=python:3.11-slim

FROM ${BASE} AS build
ENV UV_NO_CACHE=1 UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 \
    PIP_NO_CACHE_DIR=1 PIP_CERT=/etc/ssl/certs/ca-certificates.crt
WORKDIR /src
COPY requirements/ requirements/
# A company's package index and certificates come as secrets, which stay out of every layer.
RUN --mount=type=secret,id=pip-conf,target=/etc/pip.conf \
    --mount=type=secret,id=certificates,target=/etc/ssl/certs/ca-certificates.crt \
    requirements/uv.sh venv --python python3 /opt/see-mcda \
    && requirements/uv.sh pip install --python /opt/see-mcda --no-build --require-hashes \
        --requirements requirements/runtime.txt
# The live elements of the pages come along if `make web` has built them (`make image` does).
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY see_mcda/ see_mcda/
COPY api/see_mcda_api/ api/see_mcda_api/
COPY weights/ weights/
COPY examples/ examples/
RUN --mount=type=secret,id=pip-conf,target=/etc/pip.conf \
    --mount=type=secret,id=certificates,target=/etc/ssl/certs/ca-certificates.crt \
    requirements/uv.sh pip install --python /opt/see-mcda --no-deps \
        --build-constraints requirements/build.txt --require-build-hashes \
        --preview-features build-dependency-hashes .

FROM ${BASE}
# matplotlib, which scikit-criteria brings, looks for a folder it may write to
ENV PATH=/opt/see-mcda/bin:$PATH LANG=C.UTF-8 PYTHONDONTWRITEBYTECODE=1 MPLCONFIGDIR=/tmp/matplotlib \
    SEE_MCDA_DATABASE=sqlite:////data/decisions.sqlite
COPY --from=build /opt/see-mcda /opt/see-mcda
RUN install --directory --owner=10001 --group=10001 /data
VOLUME /data
WORKDIR /work
USER 10001:10001
EXPOSE 8000
# asks the service, where the container is one; any other command ends before it is asked
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
    CMD ["python3", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["see-mcda"]
CMD ["--help"]
