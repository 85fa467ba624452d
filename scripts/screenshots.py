"""Photographs pages of a running demo. Arguments: what `kynang up` printed, the folder for the pictures."""

import re
import sys

from playwright.sync_api import sync_playwright

printed, folder = sys.argv[1:3]
text = open(printed, encoding="utf-8").read()
base = re.search(r"http://[0-9a-z.]+:[0-9]+", text).group(0)
passwords = {line.split()[0]: line.split()[1] for line in text.splitlines() if "@demo." in line}
DESK, PHONE = (1280, 900), (390, 844)
PICTURES = [
    ("matrix", "manager", "/matrix", DESK, "light"),
    ("matrix-dark", "manager", "/matrix", DESK, "dark"),
    ("matrix-phone", "manager", "/matrix", PHONE, "light"),
    ("tasks", "manager", "/matrix/tasks", DESK, "light"),
    ("people", "hr", "/people", DESK, "light"),
    ("enrol", "hr", "/enrol", DESK, "light"),
    ("today", "trainer", "/sessions", PHONE, "light"),
    ("levels", "employee", "/me/levels", PHONE, "light"),
]

with sync_playwright() as playwright:
    browser = playwright.chromium.launch(
        executable_path="/usr/bin/chromium", args=["--no-sandbox"]
    )
    for name, role, path, (width, height), scheme in PICTURES:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale="vi-VN"
        )
        page = context.new_page()
        page.goto(f"{base}/sign-in")
        login = f"{role}@demo.kynang"
        page.fill("[name=login]", login)
        page.fill("[name=password]", passwords[login])
        page.press("[name=password]", "Enter")
        page.wait_for_load_state()
        answer = page.goto(base + path)
        if answer.status != 200:
            sys.exit(f"{path} answered {answer.status} to {role}")
        page.screenshot(path=f"{folder}/{name}.png")
        context.close()
    browser.close()
