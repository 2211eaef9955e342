"""The hello page: what Streamlit's documentation shows for a select box, nothing more."""

import streamlit as st

st.title("Hello")
option = st.selectbox("How would you like to be contacted?", ("Email", "Home phone", "Mobile phone"))
st.write("You selected:", option)
