# shellcheck shell=sh
# Sourced: the package index and the certificates that pip is configured for, as uv reads them, unless uv has its
# own settings (UV_DEFAULT_INDEX, SSL_CERT_FILE; UV_SYSTEM_CERTS=1 trusts the certificates of the machine).

# `pip config get` reads one of pip's files, `pip config list` all of them
pip_setting() {
    "${PYTHON:-python3}" -m pip config list 2>/dev/null | sed -n "s/^global\\.$1='\\(.*\\)'\$/\\1/p"
}

if [ -z "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ]; then
    UV_DEFAULT_INDEX=${PIP_INDEX_URL:-$(pip_setting index-url)}
    if [ -n "$UV_DEFAULT_INDEX" ]; then export UV_DEFAULT_INDEX; else unset UV_DEFAULT_INDEX; fi
fi
if [ -z "${SSL_CERT_FILE:-}" ]; then
    SSL_CERT_FILE=${PIP_CERT:-$(pip_setting cert)}
    if [ -n "$SSL_CERT_FILE" ]; then export SSL_CERT_FILE; else unset SSL_CERT_FILE; fi
fi
