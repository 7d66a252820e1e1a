"""Items and versions (事项目录): what the hall offers, in which wording, and what is to be looked after.

Everybody of the office reads it; a file is taken over whole or not at all, and every bad row is named.
Nothing is edited here: a new wording is a new version, and the old ones stay to be read.
"""
