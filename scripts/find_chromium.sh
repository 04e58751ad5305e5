#!/usr/bin/env bash
# Say where the browser of tests and measurements is, or fail. The shell is Chromium without windows: it draws the same
# pages for half the time of the processor.
for name in chromium-headless-shell chromium chromium-browser google-chrome; do
    if command -v "$name"; then exit 0; fi
done
exit 1
