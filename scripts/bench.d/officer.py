"""What an officer's pages take, on a service that is running: any size of province.

usage: python3 -B scripts/bench.d/officer.py URL LOGIN PASSWORD [YEAR-Qn]
"""
import http.cookiejar
import re
import statistics
import sys
import time
import urllib.parse
import urllib.request

PAGES = ("/officer", "/officer/adoption", "/officer/support", "/officer/firms")
TIMES = 20


def signed_in(url, login, password):
    """An opener with the cookies of somebody who signed in on the page."""
    opener = urllib.request.build_opener(
        urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    with opener.open(f"{url}/sign-in", timeout=30) as page:
        csrf = re.search(r'name="csrf" value="([^"]+)"', page.read().decode())[1]
    form = {"csrf": csrf, "login": login, "password": password, "next": "/"}
    opener.open(f"{url}/sign-in", urllib.parse.urlencode(form).encode(), timeout=30).close()
    return opener


def main():
    url, login, password = sys.argv[1:4]
    query = f"?period={sys.argv[4]}" if len(sys.argv) > 4 else ""
    opener = signed_in(url.rstrip("/"), login, password)
    for path in PAGES:
        took = []
        for _ in range(TIMES):
            began = time.perf_counter()
            with opener.open(url.rstrip("/") + path + query, timeout=60) as page:
                size = len(page.read())
            took.append((time.perf_counter() - began) * 1000)
        took.sort()
        print(f"{path}: median {statistics.median(took):.0f} ms, "
              f"slowest of {TIMES} {took[-1]:.0f} ms, {size:,} bytes")


if __name__ == "__main__":
    main()
