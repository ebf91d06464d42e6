print("parterre")
