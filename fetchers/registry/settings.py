"""Which setting of the environment is to blame where a request cannot even be sent: proxies and certificates. Pure."""

from collections.abc import Mapping
from urllib.parse import urlsplit

BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")  # the library takes the first that is set
IGNORED = ("SSL_CERT_FILE", "SSL_CERT_DIR")


def proxy_variable(environ: Mapping[str, str], url: str) -> str:
    """The variable that sets the proxy for an address, or an empty string; its value may hold a password."""
    scheme = urlsplit(url).scheme
    for name in (f"{scheme}_proxy", "all_proxy"):
        for variable in (name, name.upper()):
            if environ.get(variable):
                return variable
    return ""


def bundle_variable(environ: Mapping[str, str]) -> str:
    """The variable that names a file of certificates, or an empty string."""
    return next((name for name in BUNDLES if environ.get(name)), "")


def proxy_fault(environ: Mapping[str, str], url: str) -> str:
    """A sentence for a proxy setting that is no address."""
    variable = proxy_variable(environ, url)
    return f"{variable} is not the address of a proxy; write it like http://host:port, or unset it." if variable else ""


def bundle_fault(environ: Mapping[str, str]) -> str:
    """A sentence for a file of certificates that cannot be read."""
    variable = bundle_variable(environ)
    if not variable:
        return ""
    return f"{variable} ({environ[variable]}) is no readable file of certificates (PEM); mend the path, or unset it."


def distrust(environ: Mapping[str, str]) -> str:
    """Words for a certificate that is not trusted, with the setting that decides."""
    if variable := bundle_variable(environ):
        return f"shows no certificate that the file in {variable} trusts"
    if ignored := next((name for name in IGNORED if environ.get(name)), ""):
        return f"shows no trustworthy certificate ({ignored} is not read: set REQUESTS_CA_BUNDLE to that file)"
    return "shows no trustworthy certificate (behind a proxy that opens connections, set REQUESTS_CA_BUNDLE)"


def no_way(environ: Mapping[str, str], url: str) -> str:
    """Words for a server that cannot be reached, with the proxy if there is one."""
    variable = proxy_variable(environ, url)
    by = f" by the proxy that {variable} names" if variable else ""
    return f"cannot be reached{by} or drops the connection"
