"""Two hello pages, to switch between."""

import streamlit as st


def first() -> None:
    st.title("Hello")
    st.write("The first page.")


def second() -> None:
    st.title("Hello again")
    st.write("The second page.")


st.navigation([st.Page(first, title="First"), st.Page(second, title="Second")]).run()
